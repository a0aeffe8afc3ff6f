// The drawings of numbers: the same as the page shows without a script, drawn again from the records.
(function () {
  'use strict';
  const page = window.LabPage;
  const { element, digits } = page;
  const at = (value) => Math.round(value * 100) / 100;
  const line = (selector, x1, y1, x2, y2) => element(selector, { x1: at(x1), y1: at(y1), x2: at(x2), y2: at(y2) });
  const box = (selector, x, y, width, height) =>
    element(selector, { x: at(x), y: at(y), width: at(Math.max(0, width)), height: at(Math.max(0, height)) });
  const text = (selector, x, y, words, anchor) => element(selector, { x: at(x), y: at(y), 'text-anchor': anchor }, words);
  Object.assign(page, { line, box, text, at });

  page.wide = (label, content, isStop = true) =>
    element('div.wide', isStop ? { role: 'region', 'aria-label': label, tabindex: 0 } : null, content);

  page.svg = (selector, width, height, label, content) =>
    element(selector, { viewBox: `0 0 ${at(width)} ${at(height)}`, width: at(width), height: at(height), role: 'img', 'aria-label': label }, content);

  page.folded = (title, ...content) => element('details', null, element('summary', null, title), element('div', null, content));

  page.figure = (summary, drawing, table) =>
    element('figure.chart', null, page.wide(summary, drawing), element('figcaption', null, summary), table ? page.folded('The numbers as a table', table) : null);

  page.table = (caption, columns, rows) =>
    page.wide(caption, element('table.numbers', null,
      element('caption', null, caption),
      element('thead', null, element('tr', null, columns.map((column) => element('th', { scope: 'col' }, column)))),
      element('tbody', null, rows.map((row) => element('tr', null,
        row.map((cell, i) => (i === 0 ? element('th', { scope: 'row' }, cell) : element('td', null, cell))))))));

  // The odds of the next letter: before hollow, after filled; the drawn letter is pointed at.
  page.chances = function (view, drawn) {
    const [step, height, top] = [page.chanceStep(view.letters.length), 170, 14];
    const largest = Math.max(...view.letters.map((chance) => Math.max(chance.before, chance.after)));
    const width = view.letters.length * step + 8;
    const bar = step * 0.38;
    const columns = view.letters.flatMap((chance, i) => {
      const x = 4 + i * step;
      const [before, after] = [(chance.before / largest) * height, (chance.after / largest) * height];
      const isDrawn = chance.letter === drawn;
      return [
        box('rect.before', x + step * 0.1, top + height - before, bar, before),
        box('rect.after', x + step * 0.1 + bar + 1, top + height - after, bar, after),
        text(isDrawn ? 'text.letter.drawn-letter' : 'text.letter', x + step / 2, top + height + 18, chance.letter, 'middle'),
        isDrawn ? element('path.needle', { d: `M${at(x + step / 2)} ${top + height + 22}l-6 9h12z` }) : null,
      ];
    });
    const summary = chanceSummary(view);
    const drawing = page.svg('svg.chances', width, top + height + 34, summary, [line('line.grid', 0, top + height + 0.5, width, top + height + 0.5), ...columns]);
    const rows = view.letters.map((chance) => [chance.letter, digits.probability(chance.before), digits.probability(chance.after)]);
    return page.figure(summary, drawing, page.table('The odds of the next letter', ['letter', 'before', 'after'], rows));
  };

  page.chanceStep = (count) => Math.max(22, Math.min(44, (page.byId('chances').clientWidth - 8) / count));

  function chanceSummary(view) {
    const best = [...view.letters].sort((a, b) => b.before - a.before).slice(0, 3);
    const where = view.prefix.used === '' ? 'first letters' : `letters after “${view.prefix.used}”`;
    const list = best.map((chance) => `${chance.letter} ${digits.probability(chance.before)}`).join(', ');
    return `Likeliest ${where}: ${list}. Entropy ${digits.loss(view.entropy)} nats: ${page.asIfChoosing(Math.exp(view.entropy))}.`;
  }

  page.asIfChoosing = (perplexity) => page.words.asIfChoosing.replace('{0}', digits.perplexity(perplexity));

  // From 0 to 1 in shares, and where the drawn number fell.
  page.cumulative = function (view, letter) {
    const width = Math.max(300, Math.min(1100, page.byId('cumulative').clientWidth - 4));
    const parts = [];
    let from = 0;
    for (const chance of view.letters.filter((some) => some.after > 0)) {
      const drawn = chance.letter === letter.letter ? '.drawn' : '';
      const wide = chance.after * width;
      parts.push(box('rect.share' + drawn, from * width, 26, wide, 34));
      if (wide >= 12) parts.push(text('text.share-name' + drawn, from * width + wide / 2, 48, chance.letter, 'middle'));
      from += chance.after;
    }
    const x = letter.draw * width;
    parts.push(element('path.needle', { d: `M${at(x)} 25l-6 -9h12z` }));
    parts.push(text('text.tick', x, 12, digits.probability(letter.draw), x < 20 ? 'start' : x > width - 20 ? 'end' : 'middle'));
    const words = `The number ${digits.ratio(letter.draw)} was drawn; it falls into the share of “${letter.letter}”, from ${digits.ratio(letter.from)} to ${digits.ratio(letter.from + letter.probability)}. Surprise ${digits.norm(letter.surprise)} nats.`;
    return page.figure(words, page.svg('svg.cumulative', width, 62, words, parts));
  };

  // Bars to the right speak for the letter, to the left against it; two methods, one under the other.
  page.attribution = function (view) {
    const { tokens, position, letter, score, inputTimesGradient, occlusion } = view.attribution;
    const count = position + 1;
    const [row, middle, reach, width] = [30, 290, 180, 540];
    const largest = Math.max(1e-9, ...[...inputTimesGradient, ...occlusion].map(Math.abs));
    const parts = [
      text('text.axis', middle - 8, 14, 'against', 'end'), text('text.axis', middle + 8, 14, 'for'),
      box('rect.gradient.plus', 20, 5, 10, 10), text('text.axis', 35, 14, 'input × gradient'),
      box('rect.occlusion.plus', 140, 5, 10, 10), text('text.axis', 155, 14, 'occlusion'),
      line('line.zero', middle, 20, middle, count * row + 26),
    ];
    for (let i = 0; i < count; i++) {
      const y = 24 + i * row;
      parts.push(text('text.letter', 20, y + 18, tokens[i]));
      parts.push(...bar('gradient', inputTimesGradient[i], y + 2), ...bar('occlusion', occlusion[i], y + 14));
    }
    const best = inputTimesGradient.slice(0, count).reduce((top, value, i, all) => (value > all[top] ? i : top), 0);
    const summary = `Why “${letter}” after “${tokens.slice(0, count).join('')}”: its probability is ${digits.probability(Math.exp(score))}; most is said for it by “${tokens[best]}” (${digits.signed(inputTimesGradient[best])}).`;
    const rows = tokens.slice(0, count).map((token, i) => [token, digits.signed(inputTimesGradient[i]), digits.signed(occlusion[i])]);
    return page.figure(summary, page.svg('svg.attribution', width, count * row + 30, summary, parts),
      page.table('Contributions to the log-probability, in nats', ['letter', 'input × gradient', 'occlusion'], rows));

    function bar(method, value, y) {
      const length = (Math.abs(value) / largest) * reach;
      const isAgainst = value < 0;
      return [
        box(`rect.${method}.${isAgainst ? 'minus' : 'plus'}`, isAgainst ? middle - length : middle, y, length, 10),
        text('text.value', isAgainst ? middle - length - 5 : middle + length + 5, y + 9, digits.signed(value), isAgainst ? 'end' : 'start'),
      ];
    }
  };

  // A matrix of signed numbers as squares whose area is the number: filled if positive, hollow if negative.
  page.hinton = function (label, rows) {
    const cell = 12;
    const largest = Math.max(1e-12, ...rows.flat().map(Math.abs));
    const [width, height] = [rows[0].length * cell, rows.length * cell];
    const squares = (isPositive) => rows.flatMap((row, i) => row.map((value, j) => {
      const size = at(Math.sqrt(Math.abs(value) / largest) * (cell - 3));
      if (value > 0 !== isPositive || size < 0.5) return '';
      return `M${at((j + 0.5) * cell - size / 2)} ${at((i + 0.5) * cell - size / 2)}h${size}v${size}h-${size}z`;
    })).join('');
    return page.svg('svg.hinton', width, height, label,
      [box('rect.paper', 0, 0, width, height), element('path.plus', { d: squares(true) }), element('path.minus', { d: squares(false) })]);
  };

  // One head at work: arcs back to the letters that are looked at, as thick as the look is strong. As ArcDiagram.cs draws it.
  page.arcs = function (map) {
    const [step, margin, thickest, least] = [74, 46, 11, 0.03];
    const { tokens, pattern } = map;
    const count = tokens.length;
    const ground = 30 + (count - 1) * step * 0.5;
    const x = (index) => margin + index * step;
    const arc = (row, column) => {
      const weight = pattern[row][column];
      if (weight < least) return null;
      if (row === column) return element('circle.arc.self', { cx: x(row), cy: at(ground + 26), r: 20, 'stroke-width': at(weight * thickest * 0.5) });
      const radius = ((row - column) * step) / 2;
      return element('path.arc', { d: `M${x(row)} ${at(ground)}A${radius} ${radius} 0 0 0 ${x(column)} ${at(ground)}`, 'stroke-width': at(weight * thickest) });
    };
    const last = pattern[count - 1];
    const best = last.reduce((top, value, column) => (value > last[top] ? column : top), 0);
    const caption = `Layer ${map.layer + 1}, head ${map.head + 1} reads “${tokens.slice(1).join('')}”. Each arc leads back to a letter that is looked at, as thick as the look is strong; a ring is a look at oneself. “${tokens[count - 1]}” looks most at “${tokens[best]}” (${digits.probability(last[best])}).`;
    const arcs = pattern.flatMap((row, i) => row.slice(0, i + 1).map((_, j) => arc(i, j)));
    const letters = tokens.map((token, i) => text('text.arc-letter', x(i), ground + 32, token, 'middle'));
    return [page.wide(caption, page.svg('svg.arcs', 2 * margin + (count - 1) * step, ground + 62, caption, [...arcs, ...letters])), element('figcaption', null, caption)];
  };

  // A generated item, letter by letter.
  page.item = function (item) {
    const shown = item.isCut ? item.letters : item.letters.slice(0, -1);
    return element('bdi.item', null, item.prefix ? element('span.given', null, item.prefix) : null,
      shown.map((letter) => element('span.' + page.surpriseOf(letter.surprise), { title: `${digits.norm(letter.surprise)} nats` }, letter.letter)),
      item.isCut ? '…' : null);
  };
})();
