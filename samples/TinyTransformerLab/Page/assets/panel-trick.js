// Panel 4: the five steps from an average to attention, one at a time, and the dial.
(function () {
  'use strict';
  const page = window.LabPage;
  const { element, digits } = page;

  page.startTrick = function (lab) {
    const see = page.latest('trick-problem');
    let view = null;
    let number = 1;
    fill();
    page.byId('trick-word').value = lab.defaultWord;
    page.on('trick-word', 'input', refresh);
    for (const id of ['trick-layer', 'trick-head']) page.on(id, 'change', refresh);
    page.on('trick-back', 'click', () => go(number - 1));
    page.on('trick-next', 'click', () => go(number + 1));
    page.on('dial-size', 'input', drawDial);
    return { refresh, renew };

    function renew() {
      fill();
      page.byId('trick-word').value = lab.defaultWord;
    }

    function fill() {
      page.options('trick-layer', page.range(lab.info.layerCount).map((layer) => String(layer + 1)));
      page.options('trick-head', page.range(lab.info.headCount).map((head) => String(head + 1)));
    }

    function refresh() {
      return see(() => lab.engine.trick(page.byId('trick-word').value, Number(page.byId('trick-layer').value), Number(page.byId('trick-head').value), 1), (answer) => {
        const isFirst = view === null;
        view = answer;
        page.notes('trick-notes', view.word);
        draw();
        if (isFirst || lab.mode === 'live') drawToyAndDial();
      });
    }

    function go(to) {
      number = Math.max(1, Math.min(5, to));
      draw();
      page.announce(`Step ${number} of 5: ${view.trick.steps[number - 1].name}.`);
    }

    function draw() {
      if (!view) return;
      page.byId('trick-back').disabled = number === 1;
      page.byId('trick-next').disabled = number === 5;
      page.byId('trick-position').textContent = `step ${number} of 5`;
      page.replace(page.byId('trick-stepper'), view.trick.steps.map((step) => {
        const button = element('button', { type: 'button', 'aria-current': step.number === number ? 'step' : null }, `${step.number}. ${step.name}`);
        button.addEventListener('click', () => go(step.number));
        return element('li', null, button);
      }));
      page.replace(page.byId('trick-steps'), stepOf(view.trick, view.trick.steps[number - 1]));
    }

    function drawToyAndDial() {
      page.replace(page.byId('toy'), element('div.equation.toy', null, matrix('W', view.toy.weights), sign('×'), matrix('X', view.toy.input), sign('='), matrix('Y', view.toy.result)));
      page.byId('dial-size').max = view.dial.length - 1;
      page.replace(page.byId('dial'), page.table('The variance of q·k for entries of variance 1, measured', ['D', 'pairs drawn', 'variance of q·k', 'variance of q·k/√D'],
        view.dial.map((row) => [digits.count(row.size), digits.count(row.sampleCount), digits.score(row.variance), digits.score(row.scaledVariance)])));
      drawDial();
    }

    // Two softmaxes over the same five letters, whose scores lie as far apart as the measured variances say.
    function drawDial() {
      if (!view) return;
      const row = view.dial[Number(page.byId('dial-size').value)];
      const words = `D = ${digits.count(row.size)}: variance ${digits.score(row.variance)} without the division, ${digits.score(row.scaledVariance)} with it.`;
      page.byId('dial-size-value').textContent = `D = ${digits.count(row.size)}`;
      page.byId('dial-size').setAttribute('aria-valuetext', words);
      const places = [-1.4, -0.7, 0, 0.7, 1.4];
      const shares = (variance) => softmax(places.map((place) => place * Math.sqrt(variance)));
      page.replace(page.byId('dial-view'), element('p', null, words), element('div.side-by-side', null,
        shareBars('softmax of q·k', shares(row.variance), 'dial-bar'), shareBars('softmax of q·k/√D', shares(row.scaledVariance), 'dial-bar.scaled')),
        element('p.hint', null, 'Softmax of five scores that lie −1.4, −0.7, 0, 0.7 and 1.4 standard deviations from their mean.'));
    }
  };

  function stepOf(trick, step) {
    const source = step.number > 3 ? 'V' : 'X';
    const parts = [];
    if (step.scores) parts.push(page.heatMap({ caption: 'S, the scores', tokens: trick.tokens, rows: step.scores, kind: 'masked' }), sign('softmax →'));
    parts.push(page.heatMap({ caption: 'W, the weights', tokens: trick.tokens, rows: step.weights, kind: 'pattern' }), sign('×'));
    if (source === 'X') parts.push(drawing('X, the input', trick.input), sign('='));
    else parts.push(element('span.operator', null, 'V ='));
    parts.push(drawing('Y, the result', step.result));
    return element('li.trick-step', null,
      element('h3', null, `${step.number}. ${step.name}`), element('p', null, step.note),
      element('div.equation', null, parts),
      element('ul.checks', null, step.checks.map((check) => {
        const holds = check.difference !== null && check.difference <= check.limit;
        return element(holds ? 'li.good' : 'li.bad', null, `${holds ? '✓' : '✗'} ${check.claim}: largest difference ${digits.difference(check.difference ?? Infinity)}, allowed ${digits.difference(check.limit)}`);
      })),
      page.folded('The numbers of Y as a table', page.table(`Y of step ${step.number}`, ['', ...step.result[0].map((_, i) => String(i + 1))], step.result.map((row, i) => [trick.tokens[i], ...row.map(digits.score)]))));
  }

  function drawing(name, rows) {
    const label = `${name}, (${rows.length}, ${rows[0].length})`;
    return element('div.drawing', null, element('p.matrix-name', null, label), page.wide(label, page.hinton(label, rows)));
  }

  const sign = (text) => element('span.operator', null, text);

  function matrix(name, rows) {
    return element('table.matrix', null, element('caption', null, name),
      element('tbody', null, rows.map((row) => element('tr', null, row.map((value) => element('td', null, digits.score(value)))))));
  }

  function softmax(scores) {
    const largest = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - largest));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  }

  function shareBars(name, shares, barClass) {
    const [width, height] = [240, 120];
    const label = `${name}: ${shares.map(digits.probability).join(', ')}`;
    return element('figure.chart', null, element('p.matrix-name', null, name), page.svg('svg.dial', width, height + 22, label, [
      page.line('line.grid', 0, height + 0.5, width, height + 0.5),
      ...shares.flatMap((share, i) => [
        page.box('rect.' + barClass, i * 48 + 6, height - share * (height - 16), 36, share * (height - 16)),
        page.text('text.value', i * 48 + 24, height + 16, digits.probability(share), 'middle')])]));
  }
})();
