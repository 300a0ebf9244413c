// The page works without this file; it adds a panel, a filter and keyboard movement.
// Nothing here builds markup: text goes in by textContent, articles are moved, never copied.
(() => {
  const byId = (id) => document.getElementById(id);

  /* Address: `#?q=…&cell=…`, or a plain anchor as the links without script use it. */
  const readAddress = () => {
    const hash = location.hash.slice(1);
    if (hash.startsWith('?')) return new URLSearchParams(hash.slice(1));
    const state = new URLSearchParams();
    let id = hash;
    try {
      id = decodeURIComponent(hash);
    } catch {
      // A broken escape is taken as it stands.
    }
    if (byId(id)?.closest('#articles, #panel-body')) state.set('cell', id);
    return state;
  };
  const writeAddress = (state) => {
    const text = state.toString();
    const bare = location.pathname + location.search;
    history.replaceState(null, '', text === '' ? bare : `${bare}#?${text}`);
  };

  /* Panel */
  const panel = byId('panel');
  const panelBody = byId('panel-body');
  const panelTitle = byId('panel-title');
  let shown = null; // { article, home, next, from }
  const putBack = () => {
    if (shown === null) return;
    shown.home.insertBefore(shown.article, shown.next);
    shown.from?.classList.remove('open');
    shown = null;
  };
  const titleOf = (article, anchor) => {
    const group = article.closest('#articles > section')?.getAttribute('aria-label') ?? '';
    const name = article.querySelector('h4')?.firstChild?.textContent.trim() ?? anchor.textContent;
    return group === '' ? name : `${group} · ${name}`;
  };
  const leadTo = (id, link) => {
    const lead = byId(id);
    lead.hidden = !link;
    if (link) lead.setAttribute('href', link.getAttribute('href'));
  };
  const openCell = (id, from) => {
    const anchor = byId(id);
    const article = anchor?.closest('article');
    if (!article || (shown?.article === article && panel.open)) return;
    putBack();
    panelTitle.textContent = titleOf(article, anchor);
    byId('panel-link').setAttribute('href', `#${id}`);
    const cell = linkFor(id)?.parentNode;
    leadTo('panel-model', cell?.parentNode.querySelector('th a'));
    leadTo('panel-feature', cell && columns[cell.cellIndex - 1]?.querySelector('a'));
    shown = { article, home: article.parentNode, next: article.nextSibling, from };
    from?.classList.add('open');
    panelBody.replaceChildren(article);
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
    for (const other of article.querySelectorAll('.sought')) other.classList.remove('sought');
    if (anchor !== article) anchor.classList.add('sought');
    panelTitle.focus();
    const state = readAddress();
    state.set('cell', id);
    writeAddress(state);
  };
  panel.addEventListener('close', () => {
    const from = shown?.from;
    putBack();
    const state = readAddress();
    state.delete('cell');
    writeAddress(state);
    from?.focus({ preventScroll: true });
  });
  byId('panel-close').addEventListener('click', () => panel.close());
  panel.addEventListener('click', (event) => {
    if (event.target === panel) panel.close();
  });
  byId('panel-link').addEventListener('click', (event) => {
    event.preventDefault();
    navigator.clipboard?.writeText(location.href).catch(() => {});
  });
  const linkFor = (id) => document.querySelector(`.matrix a[href="#${CSS.escape(id)}"]`) ?? null;
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    const link = event.target.closest('a[href^="#"]');
    if (!link || panel.contains(link)) return;
    const id = link.getAttribute('href').slice(1);
    if (!byId(id)?.closest('#articles')) return;
    event.preventDefault();
    openCell(id, link);
  });

  /* The table as records, read once */
  const table = byId('table');
  const columns = [...table.querySelectorAll('th[data-feature]')];
  const widths = [...table.querySelectorAll('col:not(.names)')];
  const apiHeads = [...table.querySelectorAll('th[data-api][scope="colgroup"]')];
  const rows = [];
  const cells = [];
  for (const body of table.tBodies) {
    for (const row of body.rows) {
      if (!row.dataset.model) continue;
      const record = { row, body, series: body.dataset.series, model: row.dataset.model, cells: [] };
      for (let at = 1; at < row.cells.length; at++) {
        const td = row.cells[at];
        const link = td.firstElementChild;
        const cell = { td, link, at: at - 1, classes: td.className.split(' '), off: false };
        cell.targets = td.dataset.t?.split(' ') ?? ['azure'];
        record.cells.push(cell);
        if (!cell.classes.includes('na')) cells.push(cell);
      }
      rows.push(record);
    }
  }

  /* Filter */
  const query = byId('f-query');
  const selects = {
    status: byId('f-status'),
    docs: byId('f-assessment'),
    api: byId('f-api'),
    series: byId('f-series'),
  };
  const count = byId('f-count');
  const glob = (pattern) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${source}$`, 'i');
  };
  // The selector grammar: feature:model:target, a missing part is `*`. A bare word may also be part of a name.
  const matcher = (term) => {
    if (!term.includes(':')) {
      const part = glob(/[*?]/.test(term) ? term : `*${term}*`);
      return (feature, model) => part.test(feature) || part.test(model);
    }
    const [feature, model, target] = term.split(':').map((part) => (part === '' ? null : glob(part)));
    return (f, m, targets) =>
      (!feature || feature.test(f)) &&
      (!model || model.test(m)) &&
      (!target || targets.some((t) => target.test(t)));
  };
  const parse = (text) => {
    const terms = text.split(/\s+/).filter((term) => term !== '' && term !== '!');
    const wanted = terms.filter((term) => !term.startsWith('!')).map(matcher);
    const unwanted = terms.filter((term) => term.startsWith('!')).map((term) => matcher(term.slice(1)));
    return (f, m, t) =>
      (wanted.length === 0 || wanted.some((each) => each(f, m, t))) &&
      !unwanted.some((each) => each(f, m, t));
  };
  const number = new Intl.NumberFormat(document.documentElement.lang);

  /* A large table comes back in parts, the first of them at once: laying out all of its rows takes longer than a
     person waits for a filter. A table of the usual size is one part. */
  const PART = 1200; // cells
  let later = 0;
  const dress = (record, used, marked) => {
    for (const cell of record.cells) {
      const hidden = !used[cell.at];
      if (cell.td.hidden !== hidden) cell.td.hidden = hidden;
      const off = !cell.match && marked;
      if (cell.off !== off) {
        cell.td.classList.toggle('off', off);
        cell.off = off;
      }
    }
    if (record.row.hidden === record.used) record.row.hidden = !record.used;
    if (record.used && record.body.hidden) record.body.hidden = false;
  };
  const showFrom = (first, used, marked) => {
    const width = Math.max(1, used.filter(Boolean).length);
    let room = PART;
    let at = first;
    for (; at < rows.length && room > 0; at++) {
      dress(rows[at], used, marked);
      if (rows[at].used) room -= width;
    }
    if (at < rows.length) later = setTimeout(() => showFrom(at, used, marked));
  };
  const show = (used, marked) => {
    clearTimeout(later);
    const stays =
      rows.every((record) => record.row.hidden !== record.used) &&
      columns.every((head, at) => head.hidden !== used[at]);
    if (stays) {
      for (const record of rows) dress(record, used, marked);
      return;
    }
    for (const record of rows) record.row.hidden = true;
    for (const body of table.tBodies) body.hidden = true;
    showFrom(0, used, marked);
  };
  const applyFilter = () => {
    const selected = parse(query.value);
    const status = selects.status.value;
    const docs = selects.docs.value;
    const api = selects.api.value;
    const series = selects.series.value;
    const narrowed = status !== '' || docs !== '';
    const used = new Array(columns.length).fill(false);
    let visible = 0;
    for (const record of rows) {
      record.used = false;
      const rightSeries = series === '' || record.series === series;
      for (const cell of record.cells) {
        const head = columns[cell.at];
        const match =
          rightSeries &&
          !cell.classes.includes('na') &&
          (api === '' || head.dataset.api === api) &&
          (status === '' || cell.classes.includes(status)) &&
          (docs === '' || cell.classes.includes(docs)) &&
          selected(head.dataset.feature, record.model, cell.targets);
        if (match) {
          visible++;
          used[cell.at] = true;
          record.used = true;
        }
        cell.match = match;
      }
    }
    show(used, narrowed || query.value !== '');
    columns.forEach((head, at) => {
      head.hidden = !used[at];
    });
    // Cells close up when those before them are hidden, so it is the last columns that are left without any.
    const width = used.filter(Boolean).length;
    widths.forEach((column, at) => {
      column.hidden = at >= width;
    });
    for (const head of apiHeads) {
      const span = columns.filter((column, at) => used[at] && column.dataset.api === head.dataset.api).length;
      head.hidden = span === 0;
      head.colSpan = Math.max(1, span);
    }
    table.hidden = visible === 0;
    byId('no-match').hidden = visible !== 0;
    count.textContent = count.dataset.text
      .replace('{shown}', number.format(visible))
      .replace('{all}', number.format(cells.length));
    rove(table.querySelector('a[tabindex="0"]'));
  };
  const saveFilter = () => {
    const state = readAddress();
    const values = {
      q: query.value.trim(),
      status: selects.status.value,
      docs: selects.docs.value,
      api: selects.api.value,
      series: selects.series.value,
    };
    for (const [key, value] of Object.entries(values)) {
      if (value === '') state.delete(key);
      else state.set(key, value);
    }
    writeAddress(state);
  };
  const onFilter = () => {
    applyFilter();
    saveFilter();
  };
  const form = byId('filters');
  form.addEventListener('input', onFilter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(onFilter));

  /* Movement: one tab stop, arrows go to the next cell that opens something */
  let current = null;
  const reachable = (cell) => cell.link && !cell.off && !cell.td.hidden;
  function rove(link) {
    const record = rows.find((each) => each.used !== false && each.cells.some(reachable));
    const fallback = record?.cells.find(reachable)?.link ?? null;
    const next = link && !link.closest('[hidden], .off') ? link : fallback;
    if (current && current !== next) current.tabIndex = -1;
    current = next;
    if (next) next.tabIndex = 0;
  }
  for (const link of table.querySelectorAll('td a, th a')) link.tabIndex = -1;
  const go = (link) => {
    if (!link) return;
    rove(link);
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  };
  table.addEventListener('focusin', (event) => {
    const link = event.target.closest('td a, th a');
    if (link) rove(link);
  });
  table.addEventListener('keydown', (event) => {
    const link = event.target.closest('td a, th a');
    if (!link || event.altKey || event.metaKey) return;
    const shownRows = rows.filter((record) => !record.row.hidden);
    const y = shownRows.findIndex((record) => record.row.contains(link));
    const column = columns.indexOf(link.parentNode);
    const x = column < 0 ? link.parentNode.cellIndex - 1 : column;
    const inRow = (list) => list.find(reachable)?.link;
    const inColumn = (list) => list.map((record) => record.cells[x]).find(reachable)?.link;
    const line = shownRows[y]?.cells ?? [];
    const nameOf = (place) => place?.querySelector('th a, :scope > a');
    const moves = {
      ArrowRight: () =>
        column < 0 ? inRow(line.slice(x + 1)) : nameOf(columns.slice(x + 1).find((head) => !head.hidden)),
      ArrowLeft: () =>
        column < 0
          ? (inRow(line.slice(0, Math.max(0, x)).reverse()) ?? nameOf(shownRows[y]?.row))
          : nameOf(columns.slice(0, x).findLast((head) => !head.hidden)),
      ArrowDown: () => (x < 0 ? nameOf(shownRows[y + 1]?.row) : inColumn(shownRows.slice(y + 1))),
      ArrowUp: () =>
        x < 0
          ? nameOf(shownRows[y - 1]?.row)
          : (inColumn(shownRows.slice(0, Math.max(0, y)).reverse()) ?? nameOf(columns[x])),
      Home: () => inRow(event.ctrlKey ? shownRows.flatMap((record) => record.cells) : line),
      End: () => inRow((event.ctrlKey ? shownRows.flatMap((record) => record.cells) : [...line]).reverse()),
    };
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (!move) return;
    event.preventDefault();
    go(move());
  });

  /* Start, and every later change of the address */
  const follow = () => {
    const state = readAddress();
    query.value = state.get('q') ?? '';
    for (const [key, select] of Object.entries(selects)) select.value = state.get(key) ?? '';
    applyFilter();
    const id = state.get('cell');
    if (id) openCell(id, linkFor(id));
    else if (panel.open) panel.close();
  };
  addEventListener('hashchange', follow);
  follow();
})();
