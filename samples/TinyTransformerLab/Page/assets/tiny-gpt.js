/* tiny-gpt.js: the forward half of the lab's GPT, in one file without dependencies. Open it, edit it.

   It reads the weights that the C# engine trained, and computes what that computes: the same numbers up
   to rounding (C# works in single precision, this file in double), and from the same seed the same names.
   There is no backward pass here: training needs the tape of the C# engine.

     here                  mirrors, under src/
     RandomGenerator       TinyAutograd/Variables/RandomGenerator.cs
     layerNorm, gelu       TinyAutograd/Kernels/NormKernel.cs, GeluKernel.cs
     Model                 TinyAutograd.Transformer/Model/Gpt.cs, TransformerBlock.cs, CausalSelfAttention.cs, FeedForward.cs
     Model.trace           TinyAutograd.Transformer/Inspection/GptTrace.cs, TraceName.cs
     probabilities, draw   TinyAutograd.Transformer/Generation/Sampler.cs, SamplingOptions.cs
     Model.write           TinyAutograd.Transformer/Generation/TextGenerator.cs

   Letters: T positions, C channels, H heads of D = C / H channels, V tokens. A matrix is an array of rows. */

const TinyGpt = (() => {
  'use strict';

  const [MARK, MARK_TEXT] = [0, '·']; // the token that starts and ends every item, and how it is written
  const EPSILON = 1e-5; // what LayerNorm adds to the variance

  // ---- A little linear algebra ----

  const range = count => Array.from({ length: count }, (_, i) => i);
  const sum = numbers => numbers.reduce((total, number) => total + number, 0);

  function dot(a, b) {
    let result = 0;
    for (let i = 0; i < a.length; i++) result += a[i] * b[i];
    return result;
  }

  const add = (a, b) => a.map((row, t) => row.map((number, c) => number + b[t][c])); // (T, C) + (T, C)

  // W·X: each row of W says how much to take of each row of X.
  function product(weights, x) {
    return weights.map(shares => {
      const y = new Array(x[0].length).fill(0);
      for (let s = 0; s < x.length; s++) for (let c = 0; c < y.length; c++) y[c] += shares[s] * x[s][c];
      return y;
    });
  }

  // x·W + b for every row of x. W is (in, out) in one flat array, row by row.
  function linear(x, weight, bias) {
    return x.map(row => {
      const y = [];
      for (let j = 0; j < bias.length; j++) {
        let total = bias[j];
        for (let i = 0, w = j; i < row.length; i++, w += bias.length) total += row[i] * weight[w];
        y.push(total);
      }
      return y;
    });
  }

  function softmax(scores) {
    const largest = Math.max(...scores);
    const exponentials = scores.map(score => Math.exp(score - largest)); // e^−∞ is 0
    const total = sum(exponentials);
    return exponentials.map(exponential => exponential / total);
  }

  // Mean 0 and variance 1 over the channels of each row, then a gain and a bias per channel.
  function layerNorm(x, gain, bias) {
    return x.map(row => {
      const mean = sum(row) / row.length;
      const variance = sum(row.map(number => (number - mean) ** 2)) / row.length;
      const scale = 1 / Math.sqrt(variance + EPSILON);
      return row.map((number, c) => (number - mean) * scale * gain[c] + bias[c]);
    });
  }

  // GPT-2's GELU: x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))).
  const gelu = x => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

  // ---- Attention, for one head: q, k and v are (T, D) ----

  const scoresOf = (q, k) => q.map(row => k.map(key => dot(row, key) / Math.sqrt(row.length))); // q·kᵀ/√D

  // Nobody peeks ahead: row t sees the columns up to t.
  const mask = scores => scores.map((row, t) => row.map((score, s) => (s > t ? -Infinity : score)));

  // ---- The model ----

  class Model {
    // info: sizes and characters. layout: where each parameter stands in weights, one Float32Array.
    constructor({ info, layout, weights }) {
      const wrong = `There are ${weights.length} weights; the model has ${info.weightCount}. The page is damaged.`;
      if (weights.length !== info.weightCount) throw new Error(wrong);
      this.parameters = {};
      for (const { name, shape, offset } of layout) {
        this.parameters[name] = weights.subarray(offset, offset + shape.reduce((a, b) => a * b, 1));
      }
      const { layerCount, headCount, channelCount, headSize, contextLength } = info;
      Object.assign(this, { layerCount, headCount, channelCount, headSize, contextLength });
      this.letters = [MARK_TEXT, ...info.characters]; // token → text; spreading keeps an emoji whole
      this.tokens = new Map(Array.from(info.characters, (letter, i) => [letter, i + 1]));
    }

    // The mark, then the letters of a word that has only known ones.
    encode(word) {
      return [MARK, ...Array.from(word, letter => this.tokens.get(letter))];
    }

    // Token embedding plus position embedding: (T, C).
    embed(tokens) {
      const [c, token, position] = [this.channelCount, this.parameters['wte.weight'], this.parameters['wpe.weight']];
      return tokens.map((id, t) => range(c).map(i => token[id * c + i] + position[t * c + i]));
    }

    // Every intermediate under its name. `edit` sees each one as it is computed and may put another in its place.
    trace(embedded, edit = (name, value) => value) {
      const trace = {};
      const keep = (name, value) => (trace[name] = edit(name, value));
      let x = keep('embed', embedded); // (T, C)
      for (let layer = 0; layer < this.layerCount; layer++) {
        const keepPart = (part, value) => keep(`blocks.${layer}.${part}`, value);
        x = keepPart('resid_pre', x);
        x = keepPart('resid_mid', add(x, this.attention(layer, keepPart, x)));
        x = keepPart('resid_post', add(x, this.feedForward(layer, keepPart, x)));
      }
      keep('logits', this.unembed(x)); // (T, V)
      return trace;
    }

    // Each position asks (q), is asked (k), and hands over what it has (v), in H heads side by side.
    attention(layer, keep, x) {
      const at = name => this.parameters[`h.${layer}.${name}`];
      const read = keep('ln1', layerNorm(x, at('ln_1.weight'), at('ln_1.bias'))); // (T, C)
      const joined = linear(read, at('attn.c_attn.weight'), at('attn.c_attn.bias')); // (T, 3C)
      const [q, k, v] = ['q', 'k', 'v'].map((part, i) => keep(part, this.split(joined, i))); // (H, T, D)
      const scores = keep('scores', q.map((_, h) => scoresOf(q[h], k[h]))); // (H, T, T)
      const pattern = keep('pattern', scores.map(map => mask(map).map(softmax))); // (H, T, T)
      const z = keep('z', pattern.map((map, h) => product(map, v[h]))); // (H, T, D)
      const found = x.map((_, t) => z.flatMap(head => head[t])); // (T, C)
      return keep('attn_out', linear(found, at('attn.c_proj.weight'), at('attn.c_proj.bias'))); // (T, C)
    }

    // What each position does by itself: four times as wide, GELU, and back.
    feedForward(layer, keep, x) {
      const at = name => this.parameters[`h.${layer}.${name}`];
      const read = keep('ln2', layerNorm(x, at('ln_2.weight'), at('ln_2.bias'))); // (T, C)
      const hidden = keep('mlp_hidden', linear(read, at('mlp.c_fc.weight'), at('mlp.c_fc.bias'))); // (T, 4C)
      const active = keep('mlp_act', hidden.map(row => row.map(gelu))); // (T, 4C)
      return keep('mlp_out', linear(active, at('mlp.c_proj.weight'), at('mlp.c_proj.bias'))); // (T, C)
    }

    // The final norm, then each position against every token's vector: (T, C) to logits (T, V).
    unembed(x) {
      const { 'ln_f.weight': gain, 'ln_f.bias': bias, 'wte.weight': token } = this.parameters;
      const head = this.parameters['lm_head.weight'] ?? token; // tied, unless it has weights of its own
      const c = this.channelCount;
      const vectors = this.letters.map((_, id) => head.subarray(id * c, (id + 1) * c)); // (V, C)
      return layerNorm(x, gain, bias).map(row => vectors.map(vector => dot(row, vector)));
    }

    // Columns of queries (0), keys (1) or values (2), one matrix for each head: (T, 3C) to (H, T, D).
    split(joined, part) {
      const start = head => part * this.channelCount + head * this.headSize;
      return range(this.headCount).map(head => joined.map(row => row.slice(start(head), start(head + 1))));
    }

    // One item, letter by letter: the token drawn, the odds before and after the options, and the random number.
    *write(tokens, options, random) {
      const all = [...tokens];
      while (all.length <= this.contextLength) {
        const logits = this.trace(this.embed(all)).logits.at(-1);
        const [before, after] = [softmax(logits), probabilities(logits, options, all)];
        const number = random.nextDouble();
        const token = draw(after, number);
        yield { token, before, after, number };
        if (token === MARK) return;
        all.push(token);
      }
    }
  }

  // ---- From logits to a draw ----

  // What is not given is off. Throws a sentence if a setting is impossible.
  function samplingOptions({ repetitionPenalty = 1, temperature = 1, topK = null, topP = null, minP = null } = {}) {
    const check = (holds, what, value, wanted) => {
      if (!holds) throw new Error(`The ${what} is ${value}; it must be ${wanted}.`);
    };
    const penalty = repetitionPenalty;
    check(penalty > 0 && Number.isFinite(penalty), 'repetition penalty', penalty, 'positive and finite');
    check(temperature >= 0 && Number.isFinite(temperature), 'temperature', temperature, '0 or more, and finite');
    check(topK === null || (topK >= 1 && Number.isInteger(topK)), 'top-k', topK, '1 or more');
    check(topP === null || (topP > 0 && topP <= 1), 'top-p', topP, 'above 0, at most 1');
    check(minP === null || (minP >= 0 && minP <= 1), 'min-p', minP, '0 to 1');
    return { repetitionPenalty, temperature, topK, topP, minP };
  }

  // The odds after penalty, temperature, top-k, top-p and min-p, in this order; removed tokens have exactly 0.
  function probabilities(logits, options, previous = []) {
    const { repetitionPenalty, temperature, topK, topP, minP } = samplingOptions(options);
    if (!logits.every(logit => logit < Infinity) || !logits.some(Number.isFinite)) {
      throw new Error('A logit is not a number: the model has diverged, or its weights are damaged.');
    }
    let scores = [...logits];
    for (const token of new Set(previous)) {
      scores[token] = scores[token] < 0 ? scores[token] * repetitionPenalty : scores[token] / repetitionPenalty;
    }
    if (temperature === 0) {
      const best = scores.indexOf(Math.max(...scores)); // among equals the first
      return scores.map((_, token) => (token === best ? 1 : 0));
    }
    scores = scores.map(score => score / temperature);
    const keepIf = isKept => scores.map((score, token) => (isKept(score, token) ? score : -Infinity));
    if (topK !== null) {
      const least = [...scores].sort((a, b) => b - a)[Math.min(topK, scores.length) - 1];
      scores = keepIf(score => score >= least);
    }
    if (topP !== null) {
      const nucleus = nucleusOf(scores, topP);
      scores = keepIf((_, token) => nucleus.has(token));
    }
    if (minP !== null) {
      const chances = softmax(scores);
      const least = minP * Math.max(...chances);
      scores = keepIf((_, token) => chances[token] >= least);
    }
    return softmax(scores);
  }

  // From the worst up: a token goes while the probability up to and with it is at most 1 − p. The best always stays.
  function nucleusOf(scores, p) {
    const chances = softmax(scores);
    const worstFirst = range(scores.length).sort((a, b) => scores[a] - scores[b]);
    let total = 0;
    return new Set(worstFirst.filter((token, i) => (total += chances[token]) > 1 - p || i === scores.length - 1));
  }

  // The first token at which the cumulative bar exceeds a uniform number.
  function draw(chances, number) {
    let total = 0;
    for (let token = 0; token < chances.length; token++) {
      total += chances[token];
      if (chances[token] > 0 && number < total) return token;
    }
    return chances.findLastIndex(chance => chance > 0); // rounding may leave the bar below the number
  }

  // ---- Random numbers: Philox 4x32-10, a cipher of seed, stream and position (Salmon et al. 2011) ----

  const words = number => [Number(number & 0xffffffffn), Number((number >> 32n) & 0xffffffffn)]; // 64 bits, low half first

  class RandomGenerator {
    // Seed and stream: whole numbers, of which 64 bits count. Position: how many words were drawn, below 2⁵³.
    constructor(seed, stream = 0n, position = 0) {
      [this.seed, this.stream, this.position] = [BigInt(seed), BigInt(stream), position];
      [this.seedWords, this.streamWords] = [words(this.seed), words(this.stream)];
      this.block = this.encrypt();
    }

    // An independent sequence under the same seed.
    fork(stream) {
      return new RandomGenerator(this.seed, this.stream * 0x9e3779b97f4a7c15n + BigInt(stream) + 1n);
    }

    nextUint32() {
      if (this.position % 4 === 0) this.block = this.encrypt();
      return this.block[this.position++ % 4];
    }

    // Uniform in [0, 1): the upper 53 of 64 bits.
    nextDouble() {
      const high = this.nextUint32();
      return (high * 2 ** 21 + (this.nextUint32() >>> 11)) / 2 ** 53;
    }

    // Box and Muller 1958; one of the two normals of a pair is used.
    nextNormal() {
      const radius = Math.sqrt(-2 * Math.log(1 - this.nextDouble()));
      return radius * Math.cos(2 * Math.PI * this.nextDouble());
    }

    encrypt() {
      const block = Math.floor(this.position / 4);
      let c0 = block >>> 0;
      let c1 = Math.floor(block / 2 ** 32);
      let [c2, c3] = this.streamWords;
      let [k0, k1] = this.seedWords;
      for (let round = 0; round < 10; round++) {
        const low0 = Math.imul(0xd2511f53, c0) >>> 0;
        const low1 = Math.imul(0xcd9e8d57, c2) >>> 0;
        const high0 = highHalf(0xd2511f53 * c0, low0);
        c0 = (highHalf(0xcd9e8d57 * c2, low1) ^ c1 ^ k0) >>> 0;
        c1 = low1;
        c2 = (high0 ^ c3 ^ k1) >>> 0;
        c3 = low0;
        k0 = (k0 + 0x9e3779b9) >>> 0; // the golden ratio
        k1 = (k1 + 0xbb67ae85) >>> 0; // the square root of 3, minus 1
      }
      return [c0, c1, c2, c3];
    }
  }

  // The upper 32 of 64 bits: rounding to 53 bits costs less than 2¹², which is nothing beside the unit of 2³².
  const highHalf = (product, low) => ((product - low) / 2 ** 32 + 0.5) >>> 0;

  const math = { range, sum, linear, product, softmax, scoresOf, mask };
  return { load: parts => new Model(parts), MARK, MARK_TEXT, RandomGenerator, samplingOptions, probabilities, draw, math };
})();
