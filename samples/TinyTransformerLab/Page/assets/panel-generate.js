// Panel 3: generates items, and shows for each letter the odds, the draw, and the growing word.
(function () {
  'use strict';
  const page = window.LabPage;
  const { element, digits } = page;
  const renewTime = 3000;

  page.startGenerate = function (lab) {
    const write = page.latest('generate-problem');
    const look = page.latest('generate-problem');
    let view = null;
    let [itemIndex, letterIndex] = [0, 0];
    page.byId('temperature').value = 0.8;
    page.byId('generate-seed').value = lab.info.seed;
    page.byId('count').value = 10;
    showTemperature();
    const soon = page.later(120, refresh);
    page.on('temperature', 'input', () => { showTemperature(); soon(); });
    for (const id of ['top-k', 'top-p', 'min-p', 'prefix', 'generate-seed', 'count']) page.on(id, 'input', soon);
    page.on('generate-run', 'click', () => {
      page.byId('generate-seed').value = Number(page.byId('generate-seed').value) + 1; // the same seed would give the same items
      refresh();
    });
    page.on('letter-item', 'change', (event) => choose(Number(event.target.value), 0));
    page.on('letter-back', 'click', () => choose(itemIndex, letterIndex - 1));
    page.on('letter-next', 'click', () => choose(itemIndex, letterIndex + 1));
    addEventListener('resize', page.later(150, drawLetter));
    let isPostponed = false;
    let lastTime = 0;
    return { refresh: refreshWhenStill, renew, isWaiting: () => isPostponed };

    // Names that change while one reads them help nobody: in a live training new ones come every few seconds, and none while a control here is in use.
    function refreshWhenStill() {
      const isInUse = page.byId('generate').contains(document.activeElement) || performance.now() - lastTime < renewTime;
      isPostponed = lab.mode === 'live' && lab.run.state.isRunning && view !== null && isInUse;
      return isPostponed ? null : refresh();
    }

    function renew() {
      page.byId('generate-seed').value = lab.info.seed;
      view = null;
    }

    function showTemperature() {
      const value = Number(page.byId('temperature').value);
      const words = value === 0 ? '0, greedy: always the likeliest' : digits.probability(value);
      page.byId('temperature-value').textContent = words;
      page.byId('temperature').setAttribute('aria-valuetext', words);
    }

    function refresh() {
      return write(async () => {
        const count = page.wholeNumber('count', 'count');
        if (count < 1 || count > 100) throw new Error('The count must be between 1 and 100.');
        return lab.engine.generate(count, sampling(), page.byId('prefix').value, page.wholeNumber('generate-seed', 'seed'));
      }, (answer) => {
        view = answer;
        isPostponed = false;
        lastTime = performance.now();
        page.notes('prefix-notes', view.prefix);
        page.byId('generate-step').textContent = `Written by the model at step ${digits.count(view.step)}.`;
        drawItems();
        page.options('letter-item', view.items.map((item, i) => `${i + 1}. ${item.text}`));
        return choose(Math.min(itemIndex, view.items.length - 1), letterIndex);
      });
    }

    function drawItems() {
      const items = view.items.map((item, i) => element('li', null,
        element('button.item-button', { type: 'button', 'aria-label': `${item.text}, ${page.words.verdicts[item.verdict]}: show letter by letter` }, page.item(item)),
        element('span.verdict.' + { new: 'new', inTraining: 'in-training', heldOut: 'held-out' }[item.verdict], null, page.words.verdicts[item.verdict])));
      items.forEach((item, i) => item.firstChild.addEventListener('click', () => choose(i, 0)));
      const mean = (item) => item.letters.reduce((sum, letter) => sum + (letter.surprise ?? 0), 0) / Math.max(1, item.letters.length);
      const rows = view.items.map((item) => [item.text, item.letters.map((letter) => `${letter.letter} ${digits.norm(letter.surprise)}`).join(' '), digits.norm(mean(item)), page.words.verdicts[item.verdict]]);
      const count = (verdict) => view.items.filter((item) => item.verdict === verdict).length;
      page.replace(page.byId('names'), element('div', null,
        view.note ? element('p.note', null, view.note) : null,
        element('ol.names', null, items),
        page.folded('The surprise of each letter as a table', page.table('Surprise in nats, letter by letter', ['item', 'letters', 'mean', 'verdict'], rows))));
      page.announce(`${view.items.length} items, ${count('new')} of them new: ${view.items.slice(0, 3).map((item) => item.text).join(', ')} …`);
    }

    function choose(item, letter) {
      if (!view || view.items.length === 0) return;
      itemIndex = Math.max(0, Math.min(view.items.length - 1, item));
      const last = view.items[itemIndex].letters.length - 1;
      letterIndex = Math.max(0, Math.min(last, letter));
      page.byId('letter-item').value = itemIndex;
      page.byId('letter-back').disabled = letterIndex <= 0;
      page.byId('letter-next').disabled = letterIndex >= last;
      return drawLetter();
    }

    function drawLetter() {
      const item = view?.items[itemIndex];
      const letter = item?.letters[letterIndex];
      if (!letter) return page.replace(page.byId('cumulative'));
      const before = item.prefix + item.letters.slice(0, letterIndex).map((some) => some.letter).join('');
      return look(() => lab.engine.nextLetter(before, view.sampling), (odds) => {
        const shown = { ...item, letters: item.letters.slice(0, letterIndex + 1), isCut: true };
        page.replace(page.byId('growing'), [...page.item(shown).childNodes].slice(0, -1));
        page.replace(page.byId('cumulative'), page.cumulative(odds, letter));
        page.replace(page.byId('chances'), page.chances(odds, letter.letter));
      });
    }
  };

  function sampling() {
    return { temperature: Number(page.byId('temperature').value), topK: optional('top-k'), topP: optional('top-p'), minP: optional('min-p') };
  }

  function optional(id) {
    const text = page.byId(id).value.trim();
    return text === '' ? null : Number(text);
  }
  page.sampling = sampling;
})();
