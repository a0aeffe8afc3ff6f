// Starts the page: finds its lab, recorded or live, wires the panels to it, and says whether script and C# agree.
(function () {
  'use strict';
  const page = window.LabPage;
  const { digits } = page;
  const allowedDifference = 1e-4;
  const refreshTime = 400;

  page.data = JSON.parse(page.byId('lab-data').textContent);
  document.documentElement.classList.add('has-script');
  start();

  async function start() {
    try {
      const lab = page.data.mode === 'live' ? await LiveLab.connect() : RecordedLab.create(page.data);
      page.lab = lab;
      if (lab.mode === 'live') page.drawFixed(lab);
      const drawTraining = page.startTrain(lab);
      const panels = [
        ['attention', page.startAttention(lab)],
        ['generate', page.startGenerate(lab)],
        ['why-part', page.startWhy(lab)],
        ['trick', page.startTrick(lab)],
      ].map(([id, panel]) => watch(id, panel));
      lab.run.onChange((reason) => {
        if (reason === 'info') {
          page.drawFixed(lab);
          panels.forEach((panel) => panel.renew?.());
        }
        drawTraining();
        panels.filter((panel) => reason !== 'state' || panel.isWaiting?.()).forEach((panel) => panel.changed());
        if (lab.mode === 'live') showConnection(lab);
      });
      await Promise.all(panels.map((panel) => panel.refresh()));
      if (lab.mode === 'recorded') whenIdle().then(compare);
      else showConnection(lab);
      document.documentElement.dataset.ready = 'true';
    } catch (error) {
      badge('bad', `The page could not start: ${error.message}`);
    }
  }

  // A panel follows the model while it can be seen, a few times a second at most; others wait until they are.
  function watch(id, panel) {
    let [isSeen, isStale, isBusy] = [false, false, false];
    new IntersectionObserver((entries) => {
      isSeen = entries[entries.length - 1].isIntersecting;
      if (isSeen && isStale) update();
    }, { rootMargin: '200px' }).observe(page.byId(id));
    return { ...panel, changed };

    function changed() {
      isStale = true;
      if (isSeen) update();
    }

    async function update() {
      if (isBusy) return;
      isBusy = true;
      isStale = false;
      const started = performance.now();
      await panel.refresh();
      setTimeout(() => {
        isBusy = false;
        if (isSeen && isStale) update();
      }, page.lab.mode === 'live' ? Math.max(0, refreshTime - (performance.now() - started)) : 0);
    }
  }

  async function compare() {
    const { largest, where, count } = await page.lab.parity(whenIdle);
    const isRight = largest <= allowedDifference;
    badge(isRight ? 'good' : 'bad', isRight
      ? `✓ Recomputed here: largest difference between C# and script ${digits.difference(largest)}, over ${digits.count(count)} numbers`
      : `✗ Script and C# DISAGREE: largest difference ${digits.difference(largest)}, at ${where}. Do not trust what this page computes.`);
    page.byId('parity-badge').dataset.largest = String(largest);
  }

  function showConnection(lab) {
    if (lab.run.connection === 'lost') badge('bad', 'The connection to the C# engine is lost; trying again …');
    else badge('good', 'Connected: every number comes from the C# engine');
  }

  function whenIdle() {
    return new Promise((act) => {
      if (window.requestIdleCallback) requestIdleCallback(act, { timeout: 2000 });
      else setTimeout(act, 200);
    });
  }

  function badge(kind, words) {
    const part = page.byId('parity-badge');
    if (part.textContent === words) return;
    part.className = `badge ${kind}`;
    part.textContent = words;
  }
})();
