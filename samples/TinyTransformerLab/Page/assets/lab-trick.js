/* lab-trick.js: the trick behind attention in five steps, and why scores are divided by √D.

     here        mirrors, under src/TinyAutograd.Transformer/Inspection/
     mixtures    PastAverage.cs
     trick       TrickSteps.cs, GptInspection.Trick.cs
     dial        DotProductVariance.cs

   The sentences of the steps are not repeated here: they come from the record that the C# engine left in the page. */

const LabTrick = (() => {
  'use strict';

  const { RandomGenerator } = TinyGpt;
  const { range, sum, linear, product, softmax, scoresOf, mask } = TinyGpt.math;

  const DIAL_SEED = 1;
  const ROUNDING = 1e-6; // what single precision may cost a sum of a few dozen terms of size 1

  // ---- Mixtures of rows: scores S, weights W, result Y ----

  // A loop adds up the rows so far and divides by their number.
  function loop(x) {
    const total = x[0].map(() => 0);
    const result = x.map((row, t) => {
      row.forEach((number, c) => (total[c] += number));
      return total.map(number => number / (t + 1));
    });
    const weights = x.map((_, t) => x.map((_, s) => (s <= t ? 1 / (t + 1) : 0)));
    return { scores: null, weights, result };
  }

  // The same as one product: W is a lower triangle of ones, each row divided by its sum; Y = W·X.
  function triangle(x) {
    const ones = x.map((_, t) => x.map((_, s) => (s <= t ? 1 : 0)));
    const weights = ones.map(row => row.map(one => one / sum(row)));
    return { scores: null, weights, result: product(weights, x) };
  }

  // S with −∞ above the diagonal, W = softmax(S), Y = W·values.
  function mix(scores, values) {
    const masked = mask(scores);
    const weights = masked.map(softmax);
    return { scores: masked, weights, result: product(weights, values) };
  }

  const even = x => mix(x.map(() => x.map(() => 0)), x);
  const attention = (q, k, v) => mix(scoresOf(q, k), v);

  // ---- From X to one head's mixture ----

  // Queries, keys and values of one head: the columns of the model's projection that belong to it.
  function trainedHead(model, layer, head) {
    const { channelCount: c, headSize: d, parameters } = model;
    const weight = parameters[`h.${layer}.attn.c_attn.weight`]; // (C, 3C)
    const bias = parameters[`h.${layer}.attn.c_attn.bias`]; // (3C)
    const parts = range(3).map(part => {
      const start = part * c + head * d;
      const columns = range(c).flatMap(row => [...weight.subarray(row * 3 * c + start, row * 3 * c + start + d)]);
      return x => linear(x, columns, bias.subarray(start, start + d));
    });
    return x => attention(...parts.map(project => project(x)));
  }

  // Random weights with variance 1/C, in single precision like the C# engine's.
  function randomHead({ channelCount: c, headSize: d }, seed) {
    const random = new RandomGenerator(seed);
    const zeros = new Array(d).fill(0);
    const weights = range(3).map(() => range(c * d).map(() => Math.fround(random.nextNormal() * (1 / Math.sqrt(c)))));
    return x => attention(...weights.map(weight => linear(x, weight, zeros)));
  }

  // ---- What the steps claim, measured ----

  const largest = rows => rows.flat().reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  const difference = (a, b) => largest(a.map((row, t) => row.map((number, c) => number - b[t][c])));

  // Changes one row of X after the other, and looks for a change in the rows of Y before it.
  function leak(x, head, result) {
    const changed = place => head(x.map((row, t) => (t === place ? row.map(number => number + 1) : row))).result;
    const leaks = range(x.length).map(place => difference(result.slice(0, place), changed(place).slice(0, place)));
    return Math.max(...leaks);
  }

  // X and the five steps. `texts` are the steps of the embedded record: number, name, note, and each check's claim.
  function trick(model, word, layer, head, seed, texts) {
    const tokens = model.encode(word);
    const trace = model.trace(model.embed(tokens));
    const x = trace[`blocks.${layer}.ln1`]; // (T, C)
    const map = trace[`blocks.${layer}.pattern`][head]; // (T, T)
    const ofRandom = randomHead(model, seed);
    const mixtures = [loop(x), triangle(x), even(x), ofRandom(x), trainedHead(model, layer, head)(x)];
    const [first, second, third, fourth, fifth] = mixtures;
    const sameRows = ROUNDING * Math.max(1, largest(x)); // rounding grows with X
    const measured = [
      [],
      [[difference(second.result, first.result), sameRows]],
      [[difference(third.result, second.result), sameRows]],
      [
        [largest([fourth.weights.map(row => sum(row) - 1)]), ROUNDING],
        [leak(x, ofRandom, fourth.result), 0],
      ],
      [[difference(fifth.weights, map), ROUNDING]],
    ];
    const steps = mixtures.map((mixture, i) => ({
      number: texts[i].number,
      name: texts[i].name,
      note: texts[i].note,
      scores: mixture.scores && finiteOrNull(mixture.scores),
      weights: mixture.weights,
      result: mixture.result,
      checks: measured[i].map(([found, limit], j) => {
        return { claim: texts[i].checks[j].claim, difference: found, limit, holds: found <= limit };
      }),
    }));
    return { layer, head, tokens: tokens.map(token => model.letters[token]), input: x, steps };
  }

  const finiteOrNull = matrix => matrix.map(row => row.map(number => (Number.isFinite(number) ? number : null)));

  // The average of the past on numbers that can be checked in the head.
  function toy() {
    const input = [[1, 0], [3, 2], [2, 4], [6, 2]];
    const { weights, result } = triangle(input);
    return { input, weights, result };
  }

  // ---- Why √D: with independent entries of variance 1, q·k has variance D ----

  function dotProductVariance(size, sampleCount) {
    const random = new RandomGenerator(DIAL_SEED);
    const q = Float64Array.from({ length: sampleCount * size }, () => random.nextNormal());
    const products = range(sampleCount).map(i => {
      let total = 0;
      for (let j = 0; j < size; j++) total += q[i * size + j] * random.nextNormal();
      return total;
    });
    const scaled = products.map(number => number / Math.sqrt(size));
    return { size, sampleCount, variance: variance(products), scaledVariance: variance(scaled) };
  }

  function variance(numbers) {
    const mean = sum(numbers) / numbers.length;
    return sum(numbers.map(number => (number - mean) ** 2)) / (numbers.length - 1);
  }

  return { trick, toy, dotProductVariance, finiteOrNull };
})();
