/* lab-views.js: what the panels show of one model, computed in the page: the records of the C# session, as JSON has them.

     here            mirrors
     readWord        samples/TinyTransformerLab/Session/WordReader.cs
     Views           samples/TinyTransformerLab/Session/LabSession.Inspection.cs, LabSession.Generation.cs
     its methods     AttentionMap.cs, HeadAblation.cs, LogitLens.cs, LetterAttribution.cs in src/TinyAutograd.Transformer/Inspection/ */

const LabViews = (() => {
  'use strict';

  const { MARK, RandomGenerator } = TinyGpt;
  const { range, sum, softmax, mask } = TinyGpt.math;
  const { finiteOrNull } = LabTrick;

  const DEFAULT_SAMPLING = { temperature: 0.8 };
  const FOR_GENERATION = 1; // the fork of a seed that draws letters
  const TRICK_SEED = 1;
  const NOISY_STEPS = 100; // fewer updates leave letters that are little better than noise
  const MOST_ITEMS = 1000;
  const NUDGE = 1e-4; // half the distance of the two points of a difference, relative to the vector

  // ---- Words as the model can read them ----

  // Lower case where that helps, unknown letters out, the end cut; each change is noted, nothing is dropped silently.
  function readWord(typed, model) {
    const text = typed.replace(/\p{Surrogate}/gu, '\ufffd'); // half an emoji is no letter
    const known = letter => model.tokens.has(letter);
    const [used, lowered, unknown] = [[], [], []];
    for (const letter of text.replace(/^[\t-\r\x85\p{Z}]+|[\t-\r\x85\p{Z}]+$/gu, '')) {
      if (known(letter)) {
        used.push(letter);
      } else if (known(lowerCase(letter))) {
        lowered.push(letter);
        used.push(lowerCase(letter));
      } else {
        unknown.push(letter);
      }
    }
    const notes = [];
    const list = letters => [...new Set(letters)].map(shown).join(', ');
    if (lowered.length > 0) notes.push(`Read in lower case: ${list(lowered)}.`);
    if (unknown.length > 0) notes.push(`Left out, not in the vocabulary: ${list(unknown)}.`);
    const room = model.contextLength - 1;
    if (used.length > room) {
      notes.push(
        `Cut after ${room} letters: the context has ${model.contextLength} positions, one of them for the start mark.`
      );
    }
    return { typed: text, used: used.slice(0, room).join(''), notes };
  }

  // One letter for one letter, whatever the language: İ, which would become two, stays.
  function lowerCase(letter) {
    const lower = letter.toLowerCase();
    return [...lower].length === 1 ? lower : letter;
  }

  // A control character would garble the line.
  const shown = letter =>
    /[\p{Cc}\p{Z}]/u.test(letter) ? `U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}` : letter;

  // ---- Small things ----

  const entropy = odds => -sum(odds.filter(p => p > 0).map(p => p * Math.log(p))); // nats; 0·ln 0 = 0
  const finite = number => (Number.isFinite(number) ? number : null);

  // ln softmax(logits)[token]
  function logProbability(logits, token) {
    const largest = Math.max(...logits);
    return logits[token] - largest - Math.log(sum(logits.map(logit => Math.exp(logit - largest))));
  }

  function noise(step) {
    if (step >= NOISY_STEPS) return null;
    return step === 0
      ? 'These weights are fresh: they spit noise. Train first.'
      : `Only ${step} steps so far: expect noise.`;
  }

  // A whole number, from −2⁶³ to 2⁶³ − 1 as a text, or as far as a number is exact.
  function wholeSeed(seed) {
    const isText = typeof seed === 'string' && /^-?\d{1,19}$/.test(seed);
    const isWhole = isText || typeof seed === 'bigint' || Number.isSafeInteger(seed);
    if (isWhole && BigInt.asIntN(64, BigInt(seed)) === BigInt(seed)) return BigInt(seed);
    throw new Error(`The seed is ${seed}; it must be a whole number of at most 15 digits.`);
  }

  // ---- The records ----

  class Views {
    // What a recording keeps of one step: { model, step, headKinds }, and what holds for all steps:
    // { seed, probeItems, training, heldOut, trickSteps, dial }, the last a function.
    constructor(parts) {
      Object.assign(this, parts);
    }

    attend(word) {
      const { model, step, headKinds } = this;
      const read = readWord(word, model);
      const tokens = model.encode(read.used);
      const trace = model.trace(model.embed(tokens));
      const names = tokens.map(token => model.letters[token]);
      const maps = this.heads().map(([layer, head]) => {
        const scores = trace[`blocks.${layer}.scores`][head];
        const pattern = trace[`blocks.${layer}.pattern`][head];
        const [masked, rowSums, entropies] = [finiteOrNull(mask(scores)), pattern.map(sum), pattern.map(entropy)];
        return { layer, head, tokens: names, scores, masked, pattern, rowSums, entropies };
      });
      return { step, word: read, maps, headKinds };
    }

    // What the loss on the probe items does if the head's result is 0.
    ablate(layer, head) {
      this.throwIfNoHead(layer, head);
      const at = `blocks.${layer}.z`;
      const zeros = z => z.map((rows, h) => (h === head ? rows.map(row => row.map(() => 0)) : rows));
      this.wholeLoss ??= this.lossOn(this.probeItems);
      const lossWithout = this.lossOn(this.probeItems, (name, value) => (name === at ? zeros(value) : value));
      const result = { layer, head, loss: this.wholeLoss, lossWithout, difference: lossWithout - this.wholeLoss };
      return { step: this.step, itemCount: this.probeItems.length, heads: [result] };
    }

    // What the model would say if it ended after the embedding, or after a block.
    lens(word) {
      const { model, step } = this;
      const read = readWord(word, model);
      const tokens = model.encode(read.used);
      const trace = model.trace(model.embed(tokens));
      const names = ['embed', ...range(model.layerCount).map(layer => `blocks.${layer}.resid_post`)];
      const stages = names.map(name => ({ name, probabilities: model.unembed(trace[name]).map(softmax) }));
      return { step, word: read, tokens: tokens.map(token => model.letters[token]), letters: model.letters, stages };
    }

    // Why the letter with this number stands where it does: what each position before it adds to its log-probability.
    explain(word, index = null) {
      const { model, step } = this;
      const read = readWord(word, model);
      const tokens = model.encode(read.used);
      const last = tokens.length - 1;
      const position = index ?? Math.max(0, last - 1);
      if (!(Number.isInteger(position) && position >= 0 && position <= last)) {
        const wanted = `the first is 0, and ${last} the end.`;
        throw new Error(`There is no character ${position} in "${read.used}" with ${last}: ${wanted}`);
      }
      const letter = tokens[position + 1] ?? MARK;
      const seen = tokens.slice(0, position + 1); // what stands behind has no influence
      const score = embedded => logProbability(model.trace(embedded).logits[position], letter);
      const embedded = model.embed(seen);
      const whole = score(embedded);
      // Input × gradient is a slope: Σ x·∂f/∂x = d/ds f(s·x) at s = 1, taken from two points close by.
      const scaled = (place, by) => embedded.map((row, t) => (t === place ? row.map(number => number * by) : row));
      const slope = place => (score(scaled(place, 1 + NUDGE)) - score(scaled(place, 1 - NUDGE))) / (2 * NUDGE);
      const without = place => score(model.embed(seen.map((token, t) => (t === place ? MARK : token))));
      const upTo = measure => tokens.map((_, place) => (place <= position ? measure(place) : 0));
      const attribution = {
        tokens: tokens.map(token => model.letters[token]),
        position,
        letter: model.letters[letter],
        kind: 'logProbability',
        score: whole,
        inputTimesGradient: upTo(slope),
        occlusion: upTo(place => whole - without(place)),
      };
      return { step, word: read, attribution };
    }

    nextLetter(prefix, sampling = DEFAULT_SAMPLING) {
      const { model, step } = this;
      const options = TinyGpt.samplingOptions(sampling);
      const read = readWord(prefix, model);
      const tokens = model.encode(read.used);
      const logits = model.trace(model.embed(tokens)).logits.at(-1);
      const before = softmax(logits);
      const after = TinyGpt.probabilities(logits, options, tokens);
      const letters = model.letters.map((letter, token) => ({ letter, before: before[token], after: after[token] }));
      return { step, prefix: read, sampling: options, letters, entropy: entropy(before) };
    }

    generate(count, sampling = DEFAULT_SAMPLING, prefix = '', seed = this.seed) {
      if (!(Number.isInteger(count) && count >= 0 && count <= MOST_ITEMS)) {
        throw new Error(`The count is ${count}; it must be a whole number from 0 to ${MOST_ITEMS}.`);
      }
      const options = TinyGpt.samplingOptions(sampling);
      const read = readWord(prefix, this.model);
      const random = new RandomGenerator(wholeSeed(seed)).fork(FOR_GENERATION);
      const items = range(count).map(() => this.write(random, options, read.used));
      return { step: this.step, prefix: read, sampling: options, seed: Number(seed), note: noise(this.step), items };
    }

    write(random, options, prefix) {
      const { model } = this;
      const letters = [];
      let [text, isCut] = [prefix, true];
      for (const { token, before, after, number } of model.write(model.encode(prefix), options, random)) {
        letters.push({
          letter: model.letters[token],
          surprise: finite(-Math.log(before[token])),
          probability: after[token],
          from: sum(after.slice(0, token)),
          draw: number,
        });
        if (token === MARK) isCut = false;
        else text += model.letters[token];
      }
      return { text, verdict: this.verdictOn(text), isCut, prefix, letters };
    }

    verdictOn(text) {
      return this.training.has(text) ? 'inTraining' : this.heldOut.has(text) ? 'heldOut' : 'new';
    }

    trick(word, layer, head, seed = TRICK_SEED) {
      this.throwIfNoHead(layer, head);
      const read = readWord(word, this.model);
      const trick = LabTrick.trick(this.model, read.used, layer, head, wholeSeed(seed), this.trickSteps);
      return { step: this.step, word: read, trick, toy: LabTrick.toy(), dial: this.dial() };
    }

    // Nats per predicted token: every letter, and the mark that ends the item.
    lossOn(items, edit) {
      const { model } = this;
      const losses = items.flatMap(item => {
        const tokens = model.encode(item);
        const { logits } = model.trace(model.embed(tokens), edit);
        return tokens.map((_, t) => -logProbability(logits[t], tokens[t + 1] ?? MARK));
      });
      return sum(losses) / losses.length;
    }

    heads() {
      const { layerCount, headCount } = this.model;
      return range(layerCount * headCount).map(i => [Math.floor(i / headCount), i % headCount]);
    }

    throwIfNoHead(layer, head) {
      if (this.heads().some(([l, h]) => l === layer && h === head)) return;
      const { layerCount, headCount } = this.model;
      throw new Error(
        `There is no head ${head + 1} in layer ${layer + 1}: this model has ${layerCount} layers with ${headCount} heads.`
      );
    }
  }

  return { of: parts => new Views(parts), readWord, wholeSeed };
})();
