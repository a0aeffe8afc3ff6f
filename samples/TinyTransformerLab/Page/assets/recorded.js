/* recorded.js: the recorded run behind the same interface as the live server: `lab.engine` computes from the kept weights,
   `lab.run` replays the snapshots. The data are the JSON that Page/PageData.cs wrote into the page. */

const RecordedLab = (() => {
  'use strict';

  const REPLAY_MILLISECONDS = 700; // one snapshot of the replay

  // ---- One snapshot's model and views, made when first asked for ----

  function viewsOf(data) {
    const common = commonParts(data);
    const made = new Map();
    return number => {
      if (!made.has(number)) {
        const snapshot = data.snapshots[number];
        const weights = floats(snapshot.weights);
        const model = TinyGpt.load({ info: data.info, layout: data.layout, weights });
        made.set(number, LabViews.of({ ...common, model, step: snapshot.step, headKinds: snapshot.headKinds }));
      }
      return made.get(number);
    };
  }

  // What all snapshots share. The dial depends on no weights: it is taken as recorded, and the parity check draws it anew.
  function commonParts(data) {
    const { trick, dial } = data.parity.trick;
    return {
      seed: data.seed,
      probeItems: data.probeItems,
      training: new Set(data.training.split('\n')),
      heldOut: new Set(data.heldOut.split('\n')),
      trickSteps: trick.steps,
      dial: () => dial,
    };
  }

  // Base64 of single-precision numbers, low byte first.
  function floats(base64) {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  }

  // ---- The lab ----

  function create(data) {
    const views = viewsOf(data);
    const last = data.snapshots.length - 1;
    const watchers = new Set();
    let current = last; // the trained model
    let timer = null;

    const tell = reason => watchers.forEach(watcher => watcher(reason));
    const now = () => views(current);
    const exactSeed = seed => (seed === undefined || seed === null || seed === data.info.seed ? data.seed : seed);

    function show(number) {
      current = Math.min(Math.max(number, 0), last);
      tell('model');
      tell('state');
    }

    function pause() {
      if (timer === null) return;
      clearInterval(timer);
      timer = null;
      tell('state');
    }

    function play() {
      if (timer !== null) return;
      timer = setInterval(() => {
        show(current + 1);
        if (current === last) pause();
      }, REPLAY_MILLISECONDS);
      show(current === last ? 0 : current);
    }

    // Replays on: the first snapshot at or after the step that is count further.
    function step(count) {
      if (!(Number.isInteger(count) && count > 0)) throw new Error(`The steps are ${count}; they must be 1 or more.`);
      const target = data.snapshots[current].step + count;
      const found = data.snapshots.findIndex(snapshot => snapshot.step >= target);
      show(found < 0 ? last : found);
    }

    // The snapshot nearest to a step.
    function seek(target) {
      if (!Number.isFinite(target)) throw new Error(`The step is ${target}; it must be a number.`);
      const distance = snapshot => Math.abs(snapshot.step - target);
      show(data.snapshots.indexOf(data.snapshots.reduce((a, b) => (distance(b) < distance(a) ? b : a))));
    }

    function refuse(what) {
      throw new Error(`This is a recorded run: its ${what} cannot be changed. The live page can: see the command serve.`);
    }

    return {
      mode: 'recorded',
      info: data.info,
      chapters: data.chapters,
      check: data.report.check,
      tape: data.report.tape,
      defaultWord: data.defaultWord,
      parity: pause => parity(data, views(last), pause),
      engine: {
        attend: async word => now().attend(word),
        ablate: async (layer, head) => now().ablate(layer, head),
        lens: async word => now().lens(word),
        explain: async (word, index) => now().explain(word, index),
        nextLetter: async (prefix, sampling) => now().nextLetter(prefix, sampling),
        generate: async (count, sampling, prefix, seed) => now().generate(count, sampling, prefix, exactSeed(seed)),
        trick: async (word, layer, head, seed) => now().trick(word, layer, head, seed),
        check: async () => data.report.check,
        tape: async () => data.report.tape,
      },
      run: {
        get state() {
          const { state } = data.snapshots[current];
          return { ...state, isRunning: timer !== null, lettersPerSecond: null, watchers: 1 };
        },
        curve: data.report.curve,
        get samples() {
          return data.report.samples.filter(line => line.step <= data.snapshots[current].step);
        },
        snapshots: data.snapshots.map(({ step, heldOutLoss }) => ({ step, heldOutLoss })),
        onChange: watcher => void watchers.add(watcher),
        play: async () => play(),
        pause: async () => pause(),
        step: async count => (pause(), step(count)),
        reset: async () => (pause(), show(0)),
        seek: async target => (pause(), seek(target)),
        set: async () => refuse('learning rate and batch'),
        build: async () => refuse('data and seed'),
      },
    };
  }

  // ---- Parity: what the C# engine said of the last snapshot, computed once more ----

  // { largest, where, count }: the largest difference of two numbers, where it is, and how many were compared.
  // Whatever else differs (a text, a length, a missing number) counts as infinitely different.
  // Between two parts it waits for `pause`, so that a page stays responsive.
  async function parity(data, views = viewsOf(data)(data.snapshots.length - 1), pause = async () => {}) {
    const { word, sampling, ...recorded } = data.parity;
    const [ablated] = recorded.ablation.heads;
    const { layer, head } = recorded.trick.trick;
    const dial = () => recorded.trick.dial.map(({ size, sampleCount }) => LabTrick.dotProductVariance(size, sampleCount));
    const parts = {
      attention: () => views.attend(word),
      nextLetter: () => views.nextLetter(recorded.nextLetter.prefix.typed, sampling),
      lens: () => views.lens(word),
      explain: () => views.explain(word, recorded.explain.attribution.position),
      trick: () => ({ ...views.trick(word, layer, head), dial: dial() }),
      names: () => views.generate(recorded.names.items.length, sampling, recorded.names.prefix.typed),
      ablation: () => views.ablate(ablated.layer, ablated.head),
    };
    const computed = {};
    for (const [name, compute] of Object.entries(parts)) {
      computed[name] = compute();
      await pause();
    }
    return compare(recorded, computed);
  }

  function compare(recorded, computed) {
    const result = { largest: 0, where: '', count: 0 };
    const found = (difference, where) => {
      if (difference > result.largest) Object.assign(result, { largest: difference, where });
    };
    const visit = (a, b, where) => {
      if (typeof a === 'number' && typeof b === 'number') {
        result.count++;
        found(Number.isNaN(a - b) ? Infinity : Math.abs(a - b), where);
      } else if (isObject(a) && isObject(b) && Array.isArray(a) === Array.isArray(b)) {
        for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
          visit(a[key], b[key], Array.isArray(a) ? `${where}[${key}]` : where === '' ? key : `${where}.${key}`);
        }
      } else if (a !== b) {
        found(Infinity, where);
      }
    };
    visit(recorded, computed, '');
    return result;
  }

  const isObject = value => typeof value === 'object' && value !== null;

  return { create, parity, compare };
})();
