// The loss over the steps, as LossChart.cs draws it, to the width at hand; steps on a linear or a logarithmic scale.
(function () {
  'use strict';
  const page = window.LabPage;
  const { element, digits } = page;
  const [left, right, top, bottom] = [46, 24, 18, 42];
  const referenceLines = 3;

  page.lossChart = function ({ curve, info, state, isLogarithmic, now, width }) {
    const height = Math.max(260, Math.min(420, width * 0.56));
    const last = Math.max(1, now === null ? state.step : curve.heldOut[curve.heldOut.length - 1].step, ...curve.raw.slice(-1).map((bucket) => bucket.to));
    const baselines = info.baselines.slice(0, referenceLines);
    const known = [...curve.smooth, ...curve.heldOut].map((point) => point.loss).filter((loss) => loss !== null);
    const high = Math.max(baselines[0].loss, ...curve.heldOut.map((point) => point.loss ?? 0)) + 0.12;
    const low = Math.min(baselines[baselines.length - 1].loss, ...known) - 0.3;
    const scale = isLogarithmic ? (step) => Math.log10(1 + step) / Math.log10(1 + last) : (step) => step / last;
    const x = (step) => left + (width - left - right) * scale(step);
    const y = (loss) => top + ((height - top - bottom) * (high - Math.max(low, Math.min(high, loss ?? high)))) / (high - low);
    const point = (step, loss) => `${page.at(x(step))} ${page.at(y(loss))}`;

    const parts = [];
    for (let loss = Math.ceil(low * 2) / 2; loss <= high; loss += 0.5) {
      parts.push(page.line('line.grid', left, y(loss), width - right, y(loss)));
      parts.push(page.text('text.tick', left - 8, y(loss) + 4, loss.toFixed(1), 'end'));
    }
    parts.push(page.text('text.axis', 4, top - 6, 'nats'), page.text('text.axis', width - right, height - bottom - 5, 'steps', 'end'));
    for (const step of ticks(last, isLogarithmic, width)) {
      parts.push(page.text('text.tick', x(step), height - bottom + 18, digits.count(step), 'middle'));
    }
    for (const baseline of baselines) {
      parts.push(page.line('line.reference', left, y(baseline.loss), width - right, y(baseline.loss)));
      parts.push(page.text('text.reference-name', width - right, y(baseline.loss) - 6, `${baseline.name} ${digits.loss(baseline.loss)}`, 'end'));
    }
    const middle = (bucket) => (bucket.from + bucket.to) / 2;
    const band = [...curve.raw.map((bucket) => point(middle(bucket), bucket.largest)), ...curve.raw.map((bucket) => point(middle(bucket), bucket.least)).reverse()];
    parts.push(element('path.raw', { d: band.length ? `M${band.join('L')}Z` : '' }));
    const smooth = curve.smooth.map((some) => point(some.step, some.loss));
    parts.push(element('path.smooth', { d: smooth.length ? `M${smooth.join('L')}` : '' }));
    parts.push(...curve.heldOut.map((some) => element('circle.held-out', { cx: page.at(x(some.step)), cy: page.at(y(some.loss)), r: 4 })));
    if (now !== null) parts.push(page.line('line.now', x(now), top, x(now), height - bottom), element('path.needle', { d: `M${page.at(x(now))} ${top}l-6 -9h12z` }));
    parts.push(...legend(width, height - 8));

    const summary = summaryOf(info, state);
    const tables = element('div.side-by-side', null,
      page.table('Held-out loss', ['step', 'loss (nats)'], curve.heldOut.map((some) => [digits.count(some.step), digits.loss(some.loss)])),
      page.table('Simpler guessers, on the held-out items', ['guesser', 'what it does', 'loss (nats)'], info.baselines.map((some) => [some.name, some.words, digits.loss(some.loss)])));
    return page.figure(summary, page.svg('svg.loss', width, height, summary, parts), tables);
  };

  function summaryOf(info, state) {
    const start = `Held-out loss ${digits.loss(state.startLoss)} at the start`;
    const present = state.step === 0 ? '.' : `, ${digits.loss(state.heldOutLoss)} after ${digits.count(state.step)} steps.`;
    const lines = info.baselines.slice(0, referenceLines).map((baseline) => `${baseline.name} ${digits.loss(baseline.loss)}`);
    return `${start}${present} For comparison: ${lines.join(', ')}.`;
  }

  function ticks(last, isLogarithmic, width) {
    const steps = [0];
    if (isLogarithmic) {
      for (let step = 1; step <= last; step *= 10) steps.push(step);
      return steps;
    }
    const wanted = last / Math.max(2, Math.min(6, width / 110));
    const power = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
    const size = [1, 2, 5, 10].map((factor) => factor * power).find((some) => some >= wanted) ?? 10 * power;
    for (let step = size; step <= last; step += size) steps.push(step);
    return steps;
  }

  function legend(width, y) {
    const isNarrow = width < 520;
    const start = isNarrow ? 4 : left;
    const names = isNarrow ? ['batch', 'mean', 'held out'] : ['each batch', `mean of the last ${page.words.smoothingWindow} batches`, 'held out'];
    const starts = isNarrow ? [start, start + 90, start + 180] : [start, start + 116, start + 350];
    return [
      page.box('rect.raw', starts[0], y - 9, 22, 10), page.text('text.key-name', starts[0] + 28, y, names[0]),
      page.line('line.smooth', starts[1], y - 4, starts[1] + 22, y - 4), page.text('text.key-name', starts[1] + 28, y, names[1]),
      element('circle.held-out', { cx: starts[2] + 6, cy: y - 4, r: 4 }), page.text('text.key-name', starts[2] + 16, y, names[2]),
    ];
  }
})();
