// What all panels draw with: elements, digits, announcements, and replacing what is shown without losing the reader's place.
(function () {
  'use strict';
  const page = (window.LabPage = window.LabPage || {});
  const svgNames = 'http://www.w3.org/2000/svg';
  const svgTags = new Set(['svg', 'path', 'rect', 'line', 'circle', 'text', 'g']);

  // element('td.p3.right', { title: 'x' }, 'text', child …): text is always text, never markup.
  page.element = function (selector, attributes, ...children) {
    const [start, ...classes] = selector.split('.');
    const [name, id] = start.split('#');
    const made = svgTags.has(name) ? document.createElementNS(svgNames, name) : document.createElement(name);
    if (id) made.id = id;
    if (classes.length) made.setAttribute('class', classes.join(' '));
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : String(value));
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return made;
  };

  page.byId = (id) => document.getElementById(id);

  // Replaces what a part shows; what was unfolded, scrolled or focused stays so.
  page.replace = function (part, ...content) {
    content = content.flat(2).filter(Boolean);
    const open = [...part.querySelectorAll('details')].map((details) => details.open);
    const scrolled = [...part.querySelectorAll('.wide')].map((wide) => wide.scrollLeft);
    const focusable = 'a, button, summary, input, [tabindex]';
    const active = part.contains(document.activeElement) ? document.activeElement : null;
    const focused = active ? [...part.querySelectorAll(focusable)].indexOf(active) : -1;
    const cell = active?.closest('.heat td');
    part.replaceChildren(...content);
    [...part.querySelectorAll('details')].forEach((details, i) => (details.open = open[i] ?? details.open));
    [...part.querySelectorAll('.wide')].forEach((wide, i) => (wide.scrollLeft = scrolled[i] ?? 0));
    if (focused < 0) return;
    const again = [...part.querySelectorAll(focusable)][focused];
    if (cell) again?.closest('.heat')?.goTo?.(cell.parentNode.sectionRowIndex, cell.cellIndex - 1, true);
    else again?.focus({ preventScroll: true });
  };

  // Numbers as Digits.cs writes them.
  const grouped = (text) => text.replace(/^(−?\d+)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
  const fixed = function (value, digits) {
    if (value === null || value === -Infinity) return '−∞';
    const isZero = Math.abs(value) * 10 ** digits <= 0.5;
    return grouped(tiesToEven(isZero ? 0 : value, digits).replace('-', '−'));
  };
  // .NET rounds an exact tie to the even digit (0.125 → 0.12), toFixed away from 0. A tie has at most digits + 1 binary places, and a 5 with
  // nothing behind it, however far one looks.
  const tiesToEven = function (value, digits) {
    if (!Number.isInteger(value * 2 ** (digits + 1))) return value.toFixed(digits);
    const whole = value.toFixed(digits + 30);
    const kept = whole.slice(0, -30);
    return /[02468]\.?$/.test(kept) && /^50*$/.test(whole.slice(-30)) ? kept.replace(/\.$/, '') : value.toFixed(digits);
  };
  const scientific = (value) => value.toExponential(1).replace(/e([+-])(\d)$/, 'e$10$2').replace('e+', 'e');
  page.digits = {
    loss: (value) => fixed(value, 3),
    probability: (value) => fixed(value, 2),
    score: (value) => fixed(value, 2),
    perplexity: (value) => fixed(value, 1),
    rate: (value) => fixed(value, 5),
    norm: (value) => fixed(value, 2),
    ratio: (value) => fixed(value, 4),
    signed: (value) => signed(value, 2),
    lossDifference: (value) => signed(value, 3),
    difference: (value) => (value === 0 ? '0' : Number.isFinite(value) ? scientific(value) : '∞'),
    count: (value) => fixed(value, 0),
    times: (value) => '×' + (value < 100 ? value.toFixed(1) : fixed(value, 0)),
    microseconds: (value) => fixed(value, 1),
  };
  function signed(value, digits) {
    const text = fixed(value, digits);
    return text.startsWith('−') ? text : '+' + text;
  }

  page.words = JSON.parse(page.byId('lab-words').textContent);

  // The classes of ColorScale.cs.
  page.colorOf = (probability) => 'p' + Math.max(0, Math.min(20, Math.round(probability * 20)));
  page.signColorOf = (value, largest) => 'g' + (8 + Math.max(-8, Math.min(8, Math.round((value / (largest || 1)) * 8))));
  page.surpriseOf = (nats) => (nats === null || nats >= 4 ? 's4' : nats < 0.5 ? 's0' : nats < 1.5 ? 's1' : nats < 2.5 ? 's2' : 's3');

  // For those who listen: the latest sentence, at most every ten seconds.
  const quietTime = 10000;
  let waiting = null;
  let lastSaid = -quietTime;
  page.announce = function (sentence) {
    if (waiting === null) {
      setTimeout(() => {
        page.byId('announcer').textContent = waiting;
        waiting = null;
        lastSaid = performance.now();
      }, Math.max(0, quietTime - (performance.now() - lastSaid)));
    }
    waiting = sentence;
  };

  // Of many requests only the newest is shown; what goes wrong is said beside its control.
  page.latest = function (problemId) {
    let newest = 0;
    return async function (ask, show) {
      const mine = ++newest;
      try {
        const answer = await ask();
        if (mine !== newest) return;
        page.byId(problemId).textContent = '';
        await show(answer);
      } catch (error) {
        if (mine === newest) page.byId(problemId).textContent = error.message;
      }
    };
  };

  page.later = function (milliseconds, act) {
    let timer = 0;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(act, milliseconds);
    };
  };

  page.on = (id, event, act) => page.byId(id)?.addEventListener(event, act);

  page.options = function (id, texts, values) {
    const select = page.byId(id);
    const before = select.value;
    page.replace(select, texts.map((text, i) => page.element('option', { value: values ? values[i] : i }, text)));
    if ([...select.options].some((option) => option.value === before)) select.value = before;
  };

  page.notes = (id, word) => page.replace(page.byId(id), word.notes.map((note) => page.element('li', null, note)));
  page.reportOf = (name) => page.data.report?.[name] ?? null;
})();
