// The pages work without this file; it adds a search over the lines of their tables, and keys to move by.
(() => {
  const form = document.getElementById('find');
  const query = document.getElementById('find-query');
  const count = document.getElementById('find-count');
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const rows = [...document.querySelectorAll('.found tbody tr:not(.group)')].map((row) => ({
    row,
    text: `${row.textContent} ${row.parentNode.firstElementChild.textContent}`.toLowerCase(),
  }));

  const find = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      const hidden = !words.every((word) => text.includes(word));
      if (row.hidden !== hidden) row.hidden = hidden;
      if (!hidden) shown++;
    }
    for (const body of document.querySelectorAll('.found tbody'))
      body.hidden = ![...body.rows].some((row) => !row.hidden && !row.classList.contains('group'));
    count.textContent = count.dataset.text
      .replace('{shown}', number.format(shown))
      .replace('{all}', number.format(rows.length));
  };
  const follow = () => {
    const hash = location.hash.slice(1);
    query.value = hash.startsWith('?') ? (new URLSearchParams(hash.slice(1)).get('q') ?? '') : '';
    find();
  };
  if (form) {
    form.addEventListener('submit', (event) => event.preventDefault());
    query.addEventListener('input', () => {
      find();
      const text = query.value.trim();
      const bare = location.pathname + location.search;
      history.replaceState(null, '', text === '' ? bare : `${bare}#?${new URLSearchParams({ q: text })}`);
    });
    addEventListener('hashchange', follow);
    follow();
  }

  /* Keys: / to search, up and down between the first links of the lines, left and right to the neighbours */
  const typing = (target) => target.matches('input, select, textarea');
  const step = (by) => {
    const links = [...document.querySelectorAll('.lines tbody tr:not([hidden]) th a')].filter(
      (link) => !link.closest('[hidden]'),
    );
    const at = links.indexOf(document.activeElement);
    (links[at + by] ?? (at < 0 ? links[0] : undefined))?.focus();
  };
  const moves = {
    '/': () => query?.focus(),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    '[': () => document.querySelector('a[rel="prev"]')?.click(),
    ']': () => document.querySelector('a[rel="next"]')?.click(),
  };
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || typing(event.target)) return;
    const onLink = document.activeElement?.matches('.lines th a');
    if (!Object.hasOwn(moves, event.key) || (event.key.startsWith('Arrow') && !onLink)) return;
    event.preventDefault();
    moves[event.key]();
  });
})();
