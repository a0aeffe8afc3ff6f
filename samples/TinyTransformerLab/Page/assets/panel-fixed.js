// What stays while a model trains: what was built, the strip, the chapters, the way to GPT-2; and the tables of check and tape.
(function () {
  'use strict';
  const page = window.LabPage;
  const { element, digits } = page;
  const blockParts = new Set(['LayerNorm', 'Multi-head attention', 'MLP + GELU']);

  // A recorded page has all of this in its markup; a live one is told.
  page.drawFixed = function (lab) {
    const info = lab.info;
    page.byId('this-build').textContent = `${info.layerCount} layers · ${info.headCount} heads · ${info.channelCount} dimensions · context ${info.contextLength} · vocabulary ${info.vocabularySize} · ${digits.count(info.weightCount)} weights`;
    page.byId('mode-badge').textContent = `Live · ${info.dataLabel} · seed ${info.seed}`;
    page.replace(page.byId('strip-figure'),
      element('ol.boxes', null, info.strip.map((box) => boxOf(box, info))),
      element('figcaption', null, `The residual stream runs straight through: every block reads it, adds to it and passes it on. × ${info.layerCount} blocks. Together the boxes hold ${digits.count(info.weightCount)} weights.`));
    page.replace(page.byId('chapter-list'), lab.chapters.map((chapter) => element(`article#chapter-${chapter.number}.chapter`, null,
      element('h3', null, element('span.chapter-number', null, String(chapter.number)), ' ', chapter.title),
      chapter.paragraphs.map((paragraph) => element('p', null, paragraph)),
      element('p.back', null, element('a', { href: '#strip' }, 'Back to the strip')))));
    const more = info.gpt2;
    page.replace(page.byId('more-table'), element('div.more-view', null,
      moreTable('Sizes', [...more.sizes, more.weightTotal]), squares(more.weightTotal),
      moreTable('Weights by part', [...more.weights, more.weightTotal]),
      moreTable('Operations per token of one training step', [...more.operations, more.operationTotal])));
  };

  function boxOf(box, info) {
    return element(box.panel === 'attention' ? 'li.box.in-block.middle' : blockParts.has(box.name) ? 'li.box.in-block' : 'li.box', null,
      element('a.box-panel', { href: '#' + box.panel }, element('span.box-name', null, box.name)),
      element('span.box-does', { 'data-blocks': info.layerCount }, box.does),
      element('span.box-shape', null, element('span.letters', null, box.letters), box.letters === box.shape ? null : element('span.sizes', null, box.shape)),
      element('span.box-weights', null, box.weights === 0 ? 'no weights of its own' : `${digits.count(box.weights)} weights`, box.times > 1 ? ` in ${box.times} places` : null),
      element('a.box-chapter', { href: `#chapter-${box.chapter}` }, `Chapter ${box.chapter}`));
  }

  function moreTable(caption, rows) {
    return page.table(caption, ['', 'formula', 'this model', 'GPT-2', 'ratio'], rows.map((row) =>
      [row.name, row.formula, digits.count(row.here), digits.count(row.there), row.here > 0 ? digits.times(row.there / row.here) : '–']));
  }

  function squares(weights) {
    const side = 260;
    const small = side / Math.sqrt(weights.there / weights.here);
    const words = `Drawn to scale: if the large square is GPT-2's ${digits.count(weights.there)} weights, the small one is this model's ${digits.count(weights.here)}.`;
    return element('figure.squares', null,
      page.svg('svg.squares', side + 20, side, words, [page.box('rect.there', 20, 0, side, side), page.box('rect.here', 16 - small, side - small, small, small)]),
      element('figcaption', null, words));
  }

  page.gradientChecked = function (check) {
    if (!check) return 'gradients not checked yet';
    return check.passed
      ? `engine gradient-checked: ${digits.count(check.comparisons)} comparisons on this model, worst relative error ${digits.difference(check.worstRelativeError)}`
      : `GRADIENT CHECK FAILED: ${digits.count(check.wrong)} of ${digits.count(check.comparisons)} comparisons, worst at ${check.worstInput}`;
  };

  page.trainerLine = (info, check) =>
    `optimizer ${info.optimizer} · trained on ${digits.count(info.trainingCount)} ${info.itemNoun} · ${page.gradientChecked(check)}`;

  page.checkTable = (check) => element('div', null,
    element(check.passed ? 'p.verdict-line.good' : 'p.verdict-line.bad', null, check.passed ? '✓ ' : '✗ ', page.gradientChecked(check)),
    page.facts([
      ['compared, in double precision', `${digits.count(check.comparisons)} derivatives of ${digits.count(check.parameterCount)} parameters`],
      ['right, wrong, undecided', `${digits.count(check.right)}, ${digits.count(check.wrong)}, ${digits.count(check.undecided)}`],
      ['worst relative error', digits.difference(check.worstRelativeError)],
      ['found at', check.worstInput]]));

  page.facts = (facts) => element('dl.facts', null, facts.flatMap(([name, value]) => [element('dt', null, name), element('dd', null, value)]));

  page.tapeTable = (tape) => element('div', null,
    element('p', null, `${digits.count(tape.entryCount)} operations lead from ${tape.batchSize} items to the loss ${digits.loss(tape.loss)}. Read downwards it is the forward pass, upwards the backward pass.`),
    element('div.tape-groups', null, tape.groups.map((group) => page.folded(tapeTitle(group),
      page.table(group.name, ['#', 'op', 'inputs', 'shape', 'forward (µs)', 'backward (µs)', '‖gradient‖'], group.rows.map((row) => [
        String(row.number), row.op, row.inputs.join(', '), row.shape, digits.microseconds(row.forwardMicroseconds), digits.microseconds(row.backwardMicroseconds),
        row.gradientNorm === null ? 'not reached' : digits.ratio(row.gradientNorm)]))))));

  function tapeTitle(group) {
    const sum = (name) => digits.microseconds(group.rows.reduce((total, row) => total + row[name], 0));
    const times = group.rows.some((row) => row.forwardMicroseconds > 0) ? `, ${sum('forwardMicroseconds')} µs forward, ${sum('backwardMicroseconds')} µs backward` : '';
    return `${group.name}: ${group.rows.length} operations${times}`;
  }
})();
