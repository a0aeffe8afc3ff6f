// Panel 1: drives the training, or the replay of the recorded one, and shows where it stands.
(function () {
  'use strict';
  const page = window.LabPage;
  const { element, digits } = page;
  const babbleLines = 11;

  page.startTrain = function (lab) {
    const drawn = {};
    const isLive = lab.mode === 'live';
    const say = page.latest('train-problem');
    const tell = (act) => say(act, () => {});
    page.on('run', 'click', () => tell(() => (lab.run.state.isRunning ? lab.run.pause() : lab.run.play())));
    for (const count of [1, 100, 1000]) page.on(`step-${count}`, 'click', () => tell(() => lab.run.step(count)));
    page.on('reset', 'click', () => tell(() => lab.run.reset()));
    page.on('log-steps', 'change', draw);
    page.on('train-scrub', 'input', (event) => tell(() => lab.run.seek(lab.run.snapshots[event.target.value].step)));
    page.on('train-scrub', 'input', draw);
    if (isLive) startSettings(lab, tell, draw);
    addEventListener('resize', page.later(120, draw));
    draw();
    return draw;

    // Ten states a second arrive from a live training: what has not changed is not drawn again.
    function draw() {
      const { state, curve } = lab.run;
      drawState(lab, isLive);
      page.replace(page.byId('train-numbers'), numbers(lab));
      const width = Math.max(280, Math.floor(page.byId('loss-chart').clientWidth));
      const isLogarithmic = page.byId('log-steps').checked;
      const now = isLive ? null : state.step;
      changed('chart', [curve, width, isLogarithmic, now, lab.info], () =>
        page.replace(page.byId('loss-chart'), page.lossChart({ curve, state, width, info: lab.info, isLogarithmic, now })));
      const samples = lab.run.samples.filter((line) => line.step <= state.step);
      changed('babble', [samples.length, samples[0], lab.info], () => drawBabble(samples));
      if (!isLive) return drawScrubber(lab);
      changed('settings', [lab.info, state.peakLearningRate, state.batchSize], () => showSettings(state));
      changed('session', [lab.info], () => (page.byId('seed').value = lab.info.seed));
      changed('asked', [lab.info, lab.check, lab.tape], () => drawAsked(lab));
    }

    function changed(name, parts, redraw) {
      if (drawn[name]?.every((part, i) => part === parts[i])) return;
      drawn[name] = parts;
      redraw();
    }
  };

  function stateWord(lab, isLive) {
    const { state } = lab.run;
    if (state.status === 'diverged') return page.words.statuses.diverged;
    if (state.isRunning) return isLive ? 'running' : 'replaying';
    if (state.step === 0) return page.words.statuses.untrained;
    return state.step >= state.totalSteps ? page.words.statuses.finished : 'paused';
  }

  function drawState(lab, isLive) {
    const { state } = lab.run;
    const word = stateWord(lab, isLive);
    const part = page.byId('train-state');
    part.className = `state ${state.isRunning ? 'running' : state.status}`;
    part.textContent = isLive ? word : `${word} · recorded run`;
    page.byId('train-message').textContent = state.message ?? '';
    page.byId('run').textContent = state.isRunning ? 'Pause' : isLive ? 'Run' : 'Play';
    page.announce(`Step ${digits.count(state.step)}, held-out loss ${digits.loss(state.heldOutLoss)}, ${word}.`);
  }

  function drawScrubber(lab) {
    const { snapshots, state } = lab.run;
    const index = Math.max(0, snapshots.findIndex((snapshot) => snapshot.step === state.step));
    for (const id of ['train-scrub', 'attention-scrub']) {
      const scrub = page.byId(id);
      if (!scrub) continue;
      scrub.max = snapshots.length - 1;
      scrub.value = index;
      scrub.setAttribute('aria-valuetext', `step ${digits.count(state.step)}`);
      page.byId(id + '-value').textContent = `step ${digits.count(state.step)}, held-out loss ${digits.loss(state.heldOutLoss)}`;
    }
  }

  function numbers(lab) {
    const { state } = lab.run;
    const { info } = lab;
    const last = state.last;
    const facts = [
      ['step', `${digits.count(state.step)} of ${digits.count(state.totalSteps)}`],
      ['loss', last ? `${digits.loss(last.smoothLoss)} smoothed, ${digits.loss(last.loss)} last` : '–'],
      ['held-out loss', digits.loss(state.heldOutLoss)],
      ['perplexity', `${digits.perplexity(state.perplexity)}, ${page.asIfChoosing(state.perplexity)}`],
      ['learning rate', digits.rate(state.nextLearningRate)],
      ['gradient norm', last ? `${digits.norm(last.gradientNorm)}, ${last.isClipped ? 'clipped' : 'not clipped'}` : '–'],
      ['update / weights', last ? digits.ratio(last.updateRatio) : '–'],
      ['batch', `${state.batchSize} ${info.itemNoun}`],
      ['letters per second', state.lettersPerSecond ? digits.count(state.lettersPerSecond) : null],
      ['weights', digits.count(info.weightCount)],
      [info.itemNoun, `${digits.count(info.trainingCount)} to train on, ${digits.count(info.heldOutCount)} held out`],
    ];
    return [...page.facts(facts.filter(([, value]) => value !== null)).children];
  }

  // Lines at about equal ratios of steps tell the story; all of them are folded.
  function drawBabble(all) {
    const few = new Set();
    for (let i = 0; i < babbleLines; i++) few.add(Math.round(all.length ** (i / (babbleLines - 1))) - 1);
    const lines = (some) => element('ol.babble', null, some.map((line) => element('li', null,
      element('span.babble-step', null, `step ${digits.count(line.step)}`), element('span.babble-items', null, line.items.map(page.item)))));
    page.replace(page.byId('babble'),
      lines([...few].filter((i) => i >= 0).map((i) => all[i])),
      page.folded(`All ${digits.count(all.length)} lines`, lines(all)));
  }

  function startSettings(lab, tell, draw) {
    const rate = page.byId('learning-rate');
    rate.addEventListener('input', () => showRate(10 ** Number(rate.value)));
    rate.addEventListener('change', () => tell(() => lab.run.set({ learningRate: 10 ** Number(rate.value) })));
    page.on('batch-size', 'change', () => tell(() => lab.run.set({ batchSize: number('batch-size', 'batch') })));
    const showText = () => (page.byId('own-text-field').hidden = page.byId('preset').value !== 'ownText');
    page.on('preset', 'change', showText);
    page.byId('preset').value = lab.info.preset;
    showText();
    page.on('build', 'click', () => tell(() => {
      const settings = { preset: page.byId('preset').value, seed: number('seed', 'seed') };
      return lab.run.build(settings.preset === 'ownText' ? { ...settings, ownText: page.byId('own-text').value } : settings);
    }));
    const ask = page.latest('train-problem');
    page.on('check-run', 'click', () => ask(() => lab.engine.check(), draw));
    page.on('tape-run', 'click', () => ask(() => lab.engine.tape(), draw));
  }

  function showRate(rate) {
    page.byId('learning-rate-value').textContent = digits.rate(rate);
    page.byId('learning-rate').setAttribute('aria-valuetext', digits.rate(rate));
  }

  function showSettings(state) {
    page.byId('learning-rate').value = Math.log10(state.peakLearningRate);
    showRate(state.peakLearningRate);
    const batch = page.byId('batch-size');
    if (document.activeElement !== batch) batch.value = state.batchSize; // what is being typed stays
  }

  // Check and tape belong to the model for which they were asked.
  function drawAsked(lab) {
    page.byId('trainer-line').textContent = page.trainerLine(lab.info, lab.check);
    page.replace(page.byId('check'), lab.check ? page.checkTable(lab.check) : null);
    page.replace(page.byId('tape'), lab.tape ? page.tapeTable(lab.tape) : null);
  }

  function number(id, name) {
    const value = Number(page.byId(id).value);
    if (page.byId(id).value.trim() === '' || !Number.isInteger(value)) throw new Error(`The ${name} must be a whole number.`);
    return value;
  }
  page.wholeNumber = number;
})();
