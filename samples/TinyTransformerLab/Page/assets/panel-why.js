// Panel 3, below: why a letter was chosen, and what the model would say early.
(function () {
  'use strict';
  const page = window.LabPage;
  const { element, digits } = page;

  page.startWhy = function (lab) {
    const see = page.latest('why-problem');
    const ask = page.latest('why-problem');
    let index = null;
    page.byId('why-word').value = lab.defaultWord;
    const explainSoon = page.later(150, explain);
    page.on('why-word', 'input', () => {
      index = null;
      look(); // quick, while the explanation takes a pass for every letter
      explainSoon();
    });
    const renew = () => {
      index = null;
      page.byId('why-word').value = lab.defaultWord;
    };
    return { renew, refresh: () => Promise.all([look(), explain()]) };

    function look() {
      return see(() => lab.engine.lens(page.byId('why-word').value), (lens) => page.replace(page.byId('lens'), lensTable(lens)));
    }

    function explain() {
      return ask(() => lab.engine.explain(page.byId('why-word').value, index), (why) => {
        drawLetters(why);
        page.replace(page.byId('why'), page.attribution(why));
      });
    }

    // One button for each letter and one for the end: which prediction is explained.
    function drawLetters(why) {
      page.notes('why-notes', why.word);
      const letters = [...why.attribution.tokens.slice(1), '·'];
      page.replace(page.byId('why-letters'), letters.map((letter, i) => {
        const button = element('button', { type: 'button', 'aria-label': i === letters.length - 1 ? 'the end' : `letter ${i + 1}: ${letter}` }, letter);
        button.setAttribute('aria-pressed', String(i === why.attribution.position));
        button.addEventListener('click', () => { index = i; explain(); });
        return button;
      }));
    }
  };

  function lensTable(view) {
    const next = (place) => view.tokens[place + 1] ?? view.letters[0];
    return page.wide('Logit lens', element('table.heat.lens', null,
      element('caption', null, `The likeliest letter behind each letter of “${view.word.used}”`),
      element('thead', null, element('tr', null, element('th', { scope: 'col' }, 'behind'), view.tokens.map((token) => element('th', { scope: 'col' }, token)))),
      element('tbody', null, view.stages.map((stage, i) => element('tr', null,
        element('th', { scope: 'row' }, i === 0 ? 'embedding' : `block ${i}`),
        stage.probabilities.map((row, place) => {
          const best = row.reduce((top, value, token) => (value > row[top] ? token : top), 0);
          const isRight = view.letters[best] === next(place);
          return element(`td.${page.colorOf(row[best])}${isRight ? '.right' : ''}`, null,
            element('b', null, view.letters[best]), element('span', null, digits.probability(row[best])), isRight ? element('span.hidden', null, ' right') : null);
        }))))));
  }
})();
