// Every page: says that scripts run, and switches the theme.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  const theme = document.getElementById('theme');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const stored = () => {
    try {
      return localStorage.getItem('theme');
    } catch {
      return null;
    }
  };
  const isDark = () => (root.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  const showTheme = () => theme.setAttribute('aria-pressed', String(isDark()));
  const saved = stored();
  if (saved === 'light' || saved === 'dark') root.dataset.theme = saved;
  showTheme();
  theme.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try {
      localStorage.setItem('theme', root.dataset.theme);
    } catch {
      // A page opened from disk may have no storage; the choice then lasts as long as the page.
    }
    showTheme();
  });
})();
