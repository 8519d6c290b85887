'use strict';
(() => {
  const $ = (id) => document.getElementById(id);
  const form = $('filter');
  const items = [...document.querySelectorAll('#controls details.control')].map((node) => ({
    node,
    status: node.dataset.status,
    severity: node.dataset.severity,
    level: node.dataset.level,
    section: node.dataset.section,
    benchmark: node.closest('[data-benchmark]').dataset.benchmark,
    text: null,
  }));
  const narrow = matchMedia('(max-width: 64rem)');
  if (narrow.matches) document.querySelector('.toc details').open = false;

  // --- Filters -------------------------------------------------------------------------------
  const facets = ['severity', 'level', 'section', 'benchmark'].filter((name) => $(name));
  for (const name of facets)
    for (const option of $(name).options) option.dataset.label = option.textContent;

  const textOf = (item) =>
    (item.text ??= item.node.textContent.toLowerCase().replace(/\s+/g, ' '));

  const chosen = () => {
    const data = new FormData(form);
    return {
      words: String(data.get('q')).toLowerCase().split(/\s+/).filter(Boolean),
      status: data.getAll('status'),
      ...Object.fromEntries(facets.map((name) => [name, data.get(name) || ''])),
    };
  };

  // Whether an item passes every filter but one.
  const matches = (item, want, but) =>
    (but === 'status' || !want.status.length || want.status.includes(item.status)) &&
    facets.every((name) => name === but || !want[name] || item[name] === want[name]) &&
    want.words.every((word) => textOf(item).includes(word));

  const apply = () => {
    const want = chosen();
    let shown = 0;
    for (const item of items) {
      const visible = matches(item, want);
      item.node.hidden = !visible;
      if (visible) shown += 1;
    }
    const filtered = shown < items.length;
    for (const section of document.querySelectorAll('#controls .section'))
      section.hidden = !section.querySelector('details.control:not([hidden])');
    for (const benchmark of document.querySelectorAll('#controls .benchmark'))
      benchmark.hidden = filtered && !benchmark.querySelector('.section:not([hidden])');
    document.body.classList.toggle('filtered', filtered);

    const count = (facet, value) =>
      items.filter((item) => item[facet] === value && matches(item, want, facet)).length;
    for (const node of form.querySelectorAll('[data-count]')) {
      const number = count('status', node.dataset.count);
      node.textContent = number;
      node.parentElement.classList.toggle('zero', number === 0);
    }
    for (const name of facets)
      for (const option of $(name).options)
        if (option.value) option.textContent = `${option.dataset.label} (${count(name, option.value)})`;

    $('nothing').hidden = shown > 0 || items.length === 0;
    $('shown').textContent = filtered
      ? `${shown} of ${items.length} controls shown`
      : `All ${items.length} controls shown`;
  };

  let timer = 0;
  form.addEventListener('input', (event) => {
    clearTimeout(timer);
    timer = setTimeout(apply, event.target.type === 'search' ? 120 : 0);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    apply();
  });
  form.addEventListener('reset', () => setTimeout(apply));
  $('again').addEventListener('click', () => {
    form.reset();
    $('q').focus();
  });
  const openAll = (open) => {
    for (const item of items) if (!item.node.hidden) item.node.open = open;
  };
  $('expand').addEventListener('click', () => openAll(true));
  $('collapse').addEventListener('click', () => openAll(false));

  // --- Deep links ----------------------------------------------------------------------------
  const follow = () => {
    let name = location.hash.slice(1);
    let target = $(name);
    if (!target) {
      try {
        name = decodeURIComponent(name);
      } catch {
        return;
      }
      target = name && $(name);
    }
    if (!target) return;
    if (target.closest('[hidden]')) {
      form.reset();
      apply();
    }
    for (let node = target; node; node = node.parentElement)
      if (node.tagName === 'DETAILS') node.open = true;
    target.scrollIntoView();
    if (target.matches('details')) target.firstElementChild.focus({ preventScroll: true });
  };
  addEventListener('hashchange', follow);
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute('href') === location.hash) follow();
  });

  // --- Printing: what needs attention is printed whole ------------------------------------------
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details:not([open])')];
    for (const node of folded) node.open = true;
  });
  addEventListener('afterprint', () => {
    for (const node of folded) node.open = false;
    folded = [];
  });

  $('filters').hidden = false;
  apply();
  if (location.hash) follow();
})();
