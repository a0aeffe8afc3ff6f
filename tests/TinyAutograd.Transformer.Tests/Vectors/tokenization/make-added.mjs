// Writes added.json: a small tokenizer.json with added tokens of every kind, as Hugging Face's library saves it, and the tokens that
// the library gives. Run in a folder where  npm install --ignore-scripts @anush008/tokenizers@0.6.0  (Hugging Face tokenizers 0.22.2) has been run:
//   node make-added.mjs small.json > added.json
// small.json is what BytePairTokenizer.Train and SaveTokenizerJson give; any byte-level vocabulary will do.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync, rmSync } from 'node:fs';
const require = createRequire(process.cwd() + '/');
const { Tokenizer } = require('@anush008/tokenizers');

const tokens = [
  ['<|endoftext|>', { special: true }],
  ['<mask>', { special: true, lstrip: true }],
  ['<right>', { special: true, rstrip: true }],
  ['<both>', { lstrip: true, rstrip: true, normalized: true }],
  ['cat', { single_word: true }],
  ['<|a|>', { special: true }],
  ['<|a|>b', {}],
  ['hat', { normalized: true }],
  ['ath', {}],
  ['at', { normalized: true, single_word: true }],
  ['\u65e5\u672c', {}],
  ['\ud83d\ude00', { single_word: true, lstrip: true }],
  ['the  the', { normalized: true }],
];
const pieces = [...tokens.map(([content]) => content), ' ', ' ', '  ', '\n', '\u00a0', '\u3000', 'a', 'b', 'c', 'the', ' sat', "'s", '_', '1', '\u00e9', '\u0301', '\u65e5', '.', '<', '|', '\u200d', '\u203f', '\u2160', '\u24b6'];

let state = 7;
const below = n => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor(state / 4294967296 * n); };
const texts = ['', ' ', 'the cat sat', ' the', ...pieces];
for (let i = 0; i < 500; i++) {
  texts.push(Array.from({ length: 1 + below(9) }, () => pieces[below(pieces.length)]).join(''));
}

const result = [];
for (const prefix of [false, true]) {
  const file = JSON.parse(readFileSync(process.argv[2]));
  const first = Math.max(...Object.values(file.model.vocab)) + 1;
  file.added_tokens = [];
  let next = first;
  for (const [content, flags] of tokens) {
    const id = file.model.vocab[content] ?? next++;
    file.added_tokens.push({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: false, ...flags });
  }
  file.added_tokens.sort((a, b) => a.id - b.id);
  file.pre_tokenizer.add_prefix_space = prefix;
  writeFileSync('added.tmp.json', JSON.stringify(file));
  const tokenizer = Tokenizer.fromFile('added.tmp.json');
  tokenizer.save('added.tmp.json', false);
  const cases = [];
  for (const text of texts) {
    const encoding = await tokenizer.encode(text, null, { addSpecialTokens: false });
    cases.push({ text, ids: encoding.getIds() });
  }
  result.push({ tokenizer: JSON.parse(readFileSync('added.tmp.json')), cases });
}
rmSync('added.tmp.json');
const ascii = value => JSON.stringify(value).replace(/[\u007f-\uffff]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
process.stdout.write('[\n' + result.map(({ tokenizer, cases }) => `{"tokenizer": ${ascii(tokenizer)},\n"cases": [\n${cases.map(ascii).join(',\n')}\n]}`).join(',\n') + '\n]\n');
