/* live.js: the live lab behind the same interface as the recorded one. `lab.engine` asks the C# engine that trains on this computer
   (Serve/LabApi.cs), `lab.run` follows its training by server-sent events (Serve/EventStream.cs) and sends it commands. */

const LiveLab = (() => {
  'use strict';

  const KEY = 'lab-token'; // Serve/Door.cs looks for it when the page is reloaded
  const PATIENCE = 60000; // milliseconds until an answer is given up
  const RETRY = 2000; // milliseconds between two attempts to reach a server that is gone
  const GATHER = 20; // milliseconds in which events are told as one change
  const LONGEST_TEXT = 200000; // LabConfig.LongestOwnText

  // ---- Talking to the server ----

  // The token comes with the address, and leaves it: an address is easily shown or passed on. Beside it stays what a reload needs.
  function takeToken() {
    const given = new URLSearchParams(location.search).get('token');
    if (given !== null) {
      sessionStorage.setItem(KEY, given);
      history.replaceState(null, '', location.pathname + location.hash);
    }
    return given ?? sessionStorage.getItem(KEY) ?? '';
  }

  // The answer as JSON. Whatever goes wrong becomes an Error with a sentence for the person; its status is 0 if nobody answered.
  async function ask(token, method, path, body) {
    const failed = (status, sentence) => Object.assign(new Error(sentence), { status });
    let response, answer;
    try {
      response = await fetch(path, {
        method,
        headers: { 'X-Lab-Token': token, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: 'no-store',
        signal: AbortSignal.timeout(PATIENCE),
      });
      answer = await response.json();
    } catch (error) {
      throw error.name === 'TimeoutError'
        ? failed(0, 'The lab has not answered for a minute. If many of its pages are open in this browser, close some.')
        : failed(0, 'The lab does not answer. Is its program still running?');
    }
    if (!response.ok) throw failed(response.status, answer.error);
    return answer;
  }

  // ---- The lab ----

  async function connect() {
    const token = takeToken();
    const get = path => ask(token, 'GET', path);
    const post = (path, body = {}) => ask(token, 'POST', path, body);
    const watchers = new Set();
    const pending = new Set();
    let build = 0; // number of the session that is shown
    let timer = null;

    const command = path => async body => follow(await post(path, body));
    const engine = {
      attend: word => post('/api/attend', { word }),
      ablate: (layer, head) => post('/api/ablate', { layer, head }),
      lens: word => post('/api/lens', { word }),
      explain: (word, index = null) => post('/api/explain', { word, index }),
      nextLetter: (prefix, sampling = null) => post('/api/next-letter', { prefix, sampling }),
      generate: (count, sampling = null, prefix = '', seed = null) =>
        post('/api/generate', { count, sampling, prefix, seed }),
      trick: (word, layer, head, seed = null) => post('/api/trick', { word, layer, head, seed }),
      check: async () => (lab.check = await post('/api/check')),
      tape: async () => (lab.tape = await post('/api/tape')),
    };
    const run = {
      state: null,
      curve: null,
      samples: [],
      snapshots: [],
      connection: 'open', // or 'lost'
      onChange: watcher => void watchers.add(watcher),
      play: () => command('/api/run')(),
      pause: () => command('/api/pause')(),
      step: n => command('/api/step')({ n }),
      reset: async () => void begin(await post('/api/reset')),
      seek: async () => {
        throw new Error('A live run keeps no earlier weights to go back to: reset it, or look at a recorded run.');
      },
      set: ({ learningRate = null, batchSize = null }) => command('/api/set')({ learningRate, batchSize }),
      build: async ({ preset, ownText = '', seed = null }) => {
        if (preset === 'ownText' && ownText.length > LONGEST_TEXT) {
          throw new Error(`The own text has ${ownText.length} characters; at most ${LONGEST_TEXT} are taken.`);
        }
        begin(await post('/api/build', { preset, ownText: preset === 'ownText' ? ownText : null, seed }));
        return lab.info;
      },
    };
    const lab = { mode: 'live', info: null, chapters: null, check: null, tape: null, defaultWord: null, engine, run };

    // ---- What changes is told a moment later, together with what comes in the same moment ----

    function tell(reason) {
      pending.add(reason);
      timer ??= setTimeout(() => {
        timer = null;
        const told = ['info', 'model', 'state'].find(some => pending.has(some));
        pending.clear();
        watchers.forEach(watcher => watcher(told));
      }, GATHER);
    }

    // Another session: nothing of the one before is true any more.
    function renew({ build: number, info, chapters, defaultWord }) {
      build = number;
      Object.assign(lab, { info, chapters, defaultWord, check: null, tape: null });
      Object.assign(run, { curve: { raw: [], smooth: [], heldOut: [] }, samples: [] });
      tell('info');
    }

    // Answers and events overtake one another: an older state is passed over.
    function follow(state) {
      const before = run.state;
      if (before && state.version < before.version) return;
      run.state = state;
      tell(before && before.build === state.build && before.step === state.step ? 'state' : 'model');
    }

    // Everything at once: at the beginning, after a reset or a build, and after a pause of the connection.
    function begin(all) {
      if (run.state && all.state.version < run.state.version) return;
      if (all.build > build) renew(all);
      follow(all.state);
      Object.assign(run, { curve: all.curve, samples: all.samples });
      tell('state');
    }

    const events = {
      info: news => news.build > build && renew(news),
      state: follow,
      samples: news => {
        if (news.build === build) run.samples = [...run.samples.slice(0, news.from), ...news.lines];
        tell('state');
      },
      curve: news => {
        if (news.build === build) run.curve = news.curve;
        tell('state');
      },
    };

    // ---- Watching, and finding the way back ----

    function watch() {
      const source = new EventSource(`/events?${new URLSearchParams({ token })}`);
      for (const [name, take] of Object.entries(events)) {
        source.addEventListener(name, event => {
          take(JSON.parse(event.data));
          connected('open', '');
        });
      }
      source.onerror = () => {
        source.close(); // it would try again by itself, but could not say why it fails
        connected('lost', 'The connection to the lab is lost; trying again …');
        setTimeout(comeBack, RETRY);
      };
    }

    async function comeBack() {
      try {
        const all = await get('/api/lab');
        // Another program at this port, with numbers that begin anew, knows another token: this is the same one.
        begin(all);
        if (all.state.watchers < all.mostWatchers) return watch();
        connected('lost', `This lab is open in ${all.mostWatchers} pages already; close one of them. Trying again …`);
      } catch (error) {
        if (error.status === 403) return connected('lost', error.message);
        connected('lost', `${error.message} Trying again …`);
      }
      setTimeout(comeBack, RETRY);
    }

    function connected(connection, words) {
      notice(words);
      if (connection === run.connection) return;
      run.connection = connection;
      tell('state');
    }

    begin(await get('/api/lab'));
    watch();
    return lab;
  }

  // A line at the lower edge of the page that says what is wrong with the connection; none if nothing is.
  function notice(words) {
    let part = document.getElementById('connection');
    if (!part) {
      part = document.createElement('p');
      part.id = 'connection';
      part.className = 'connection';
      part.setAttribute('role', 'alert');
      document.body.append(part);
    }
    part.hidden = words === '';
    if (part.textContent !== words) part.textContent = words;
  }

  return { connect };
})();
