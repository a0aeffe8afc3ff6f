// Panel 2: type a word and watch every letter look back; one head or all of them, in three stages; a head can be switched off.
(function () {
  'use strict';
  const page = window.LabPage;
  const { element, digits } = page;

  page.startAttention = function (lab) {
    const see = page.latest('attention-problem');
    const ablate = page.latest('attention-problem');
    let view = null;
    fill();
    page.byId('word').value = lab.defaultWord;
    page.on('word', 'input', refresh);
    for (const id of ['layer', 'head', 'stage', 'ablate']) page.on(id, 'change', draw);
    page.on('attention-scrub', 'input', (event) => see(() => lab.run.seek(lab.run.snapshots[event.target.value].step), () => {}));
    page.on('measure-heads', 'click', () => ablate(measureAll, (heads) => drawHeads(heads)));
    return { refresh, renew };

    function renew() {
      fill();
      page.byId('word').value = lab.defaultWord;
    }

    function fill() {
      page.options('layer', ['all heads', ...range(lab.info.layerCount).map((layer) => String(layer + 1))], ['all', ...range(lab.info.layerCount)]);
      page.options('head', range(lab.info.headCount).map((head) => String(head + 1)));
    }

    function refresh() {
      return see(() => lab.engine.attend(page.byId('word').value), (answer) => {
        view = answer;
        page.notes('word-notes', view.word);
        page.byId('attention-word').textContent = `The model reads “${view.word.used}” at step ${digits.count(view.step)}.`;
        draw();
        if (lab.mode === 'live') page.replace(page.byId('hero'), page.arcs(view.maps[0]));
        const report = page.reportOf('ablation');
        drawHeads(report && report.step === view.step ? report.heads : null);
      });
    }

    function chosen() {
      const layer = page.byId('layer').value;
      return layer === 'all' ? null : { layer: Number(layer), head: Number(page.byId('head').value) };
    }

    function draw() {
      if (!view) return;
      const one = chosen();
      for (const id of ['head', 'stage', 'ablate']) page.byId(id).disabled = one === null;
      const part = page.byId('attention-maps');
      part.classList.toggle('single', one !== null);
      if (one === null) {
        page.replace(part, view.maps.map((map) => mapOf(map, 'pattern', false)));
        return drawLoss(null);
      }
      const map = view.maps.find((some) => some.layer === one.layer && some.head === one.head);
      const stages = page.byId('stage').value === 'all' ? ['scores', 'masked', 'pattern'] : ['pattern'];
      page.replace(part,
        stages.flatMap((stage, i) => [i > 0 ? element('span.operator', { 'aria-hidden': 'true' }, '→') : null, mapOf(map, stage, stage === 'pattern')]),
        element('figure.chart.arc-figure', null, page.arcs(map)));
      part.classList.toggle('off', page.byId('ablate').checked);
      drawLoss(one);
    }

    function mapOf(map, stage, isWhole) {
      const name = { pattern: '', scores: ': scores', masked: ': masked' }[stage];
      const report = view.headKinds.find((some) => some.layer === map.layer && some.head === map.head);
      return element('div.map', null,
        page.heatMap({
          caption: `Layer ${map.layer + 1}, head ${map.head + 1}${name}`, tokens: map.tokens, rows: map[stage], kind: stage,
          sums: isWhole ? map.rowSums : null, entropies: isWhole ? map.entropies : null }),
        stage === 'pattern' ? element('p.habit', null, habit(report)) : null);
    }

    function drawLoss(one) {
      const part = page.byId('ablation-line');
      if (one === null || !page.byId('ablate').checked) {
        part.textContent = one === null ? 'To switch a head off, choose its layer first.' : '';
        page.byId('attention-maps').classList.remove('off');
        return;
      }
      ablate(() => lab.engine.ablate(one.layer, one.head), (answer) => {
        const head = answer.heads[0];
        part.textContent = `With this head the loss on ${digits.count(answer.itemCount)} held-out items is ${digits.loss(head.loss)}, without it ${digits.loss(head.lossWithout)}: ${digits.lossDifference(head.lossWithout - head.loss)}.`;
        page.announce(part.textContent);
      });
    }

    async function measureAll() {
      const heads = [];
      for (const layer of range(lab.info.layerCount)) {
        for (const head of range(lab.info.headCount)) heads.push((await lab.engine.ablate(layer, head)).heads[0]);
      }
      return heads;
    }

    function drawHeads(ablations) {
      const rows = view.headKinds.map((report) => {
        const found = ablations?.find((some) => some.layer === report.layer && some.head === report.head);
        return [`layer ${report.layer + 1}, head ${report.head + 1}`, habit(report),
          found ? digits.loss(found.lossWithout) : 'not measured', found ? digits.lossDifference(found.lossWithout - found.loss) : '–'];
      });
      page.byId('measure-heads').disabled = Boolean(ablations);
      page.replace(page.byId('heads'),
        element('p', null, ablations ? `The whole model loses ${digits.loss(ablations[0].loss)}. Without a head it loses more if the head is of use.` : 'What each head is worth at this step has not been measured yet.'),
        page.table('The heads', ['head', 'habit, as a margin over chance', 'loss without it', 'difference'], rows));
    }
  };

  function habit(report) {
    const best = report.scores.reduce((top, score) => (score.mass - score.chance > top.mass - top.chance ? score : top));
    const margin = digits.signed(best.mass - best.chance);
    return report.kind
      ? `${page.words.kinds[report.kind]} (${margin} over chance)`
      : `${page.words.noKind} (most: ${page.words.kinds[best.kind]}, ${margin})`;
  }

  const range = (count) => [...Array(count).keys()];
  page.range = range;
})();
