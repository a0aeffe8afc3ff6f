// Writes gpt2.json: texts with the tokens that independent programs give. Run in a folder where
//   npm install --ignore-scripts gpt-3-encoder@1.1.4 gpt-tokenizer@4.0.0 tiktoken@1.0.22
// has been run:  node make-gpt2.mjs > gpt2.json
import { createRequire } from 'node:module';
import { createHash } from 'node:crypto';
const require = createRequire(process.cwd() + '/');
const first = require('gpt-3-encoder');
const second = require('gpt-tokenizer/encoding/r50k_base');
const third = require('tiktoken').get_encoding('gpt2');

const readers = {
  'gpt-3-encoder': text => first.encode(text),
  'gpt-tokenizer': text => [...second.encode(text, { disallowedSpecial: new Set() })],
  'tiktoken': text => [...third.encode(text, [], [])],
};
// gpt-tokenizer 4.0.0 is not asked: it finds special tokens at the start of a text only
const specialReaders = {
  'tiktoken': text => [...third.encode(text, 'all')],
};
const key = ids => JSON.stringify(ids);
const digest = ids => createHash('sha256').update(Buffer.from(Int32Array.from(ids).buffer)).digest('hex');

// JavaScript's \s has U+FEFF and lacks U+0085; Python's and Rust's is the property White_Space, as GPT-2 was trained with.
const scriptDiffers = text => /[\u0085\ufeff]/.test(text);

function read(text, all, except = []) {
  const names = Object.keys(all).filter(name => !except.includes(name));
  const wanted = scriptDiffers(text) ? names.filter(name => name === 'tiktoken') : names;
  const results = wanted.map(name => all[name](text));
  if (results.some(ids => key(ids) !== key(results[0]))) {
    return null;
  }
  return { ids: results[0], readers: wanted };
}

const units = text => text.isWellFormed() ? { text } : { units: Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)) };

const curated = [
  '', 'a', ' ', '  ', 'Hello world', ' Hello world', 'Hello, World!', 'Hello  world', 'Hello   world', 'Hello world ', 'Hello world  ',
  "it's", "IT'S", "it'S", "we're they've I'll I'd I'm don't", "WE'RE THEY'VE I'LL I'D I'M DON'T", "'s", "'S", " 's", "''s", "'''", "'re're", "'r", "'l", "'v",
  "'ll'", "s's's", "o'clock", "rock 'n' roll", "it\u2019s", "'sx", "'tis", "'twas the night", "!'s", "1's", "'1's", " 'll", "\n's", "l'été d'or", "'\u017f", "'de", "'mm", "'\u00e9",
  'abc123', '123abc', '1,234.56', '3.14159', 'a1b2c3', '\u00bd \u00b2 \u2167 \u0663\u0664', '\u4e00\u4e8c\u4e09', '2023-11-05T12:00:00Z', '0x1F', '1e-5',
  '\t', '\n', '\r\n', '\n\n', '\n\n\n', ' \n', '\n ', ' \n ', '\t\t', 'a\tb', 'a\t\tb', 'a\nb', 'a\n\nb', 'a \n b', 'a  \n  b', 'a\r\nb', 'a\r\n\r\nb', '\u000b\u000c', 'a\u000bb',
  '    indented', '\tindented', 'def f(x):\n    return x + 1\n', 'if (a) {\n\t\tb();\n\t}\n', '   \n   \n   x', 'x   \n   \n   ', ' '.repeat(10) + 'x', ' '.repeat(50), '\n'.repeat(30) + 'a', 'a' + ' '.repeat(17),
  '\u00a0', 'a\u00a0b', 'a\u00a0\u00a0b', ' \u00a0b', '\u00a0 b', '\u2003\u2003x', 'x\u3000y', '\u3000\u3000\u3000y', 'a\u2028b', 'a\u2029\u2029b', '\u1680\u1680z', '\u202f5', '\u205f5', '\u180ex', ' \u180ex', 'a\u200bb', 'a\u2060b', 'a\u00adb',
  '\u0000', 'a\u0000b', '\u0000\u0000\u0000', ' \u0000', '\u0001\u0002\u0003', '\u001b[31mred\u001b[0m', '\u001c\u001d\u001e\u001f', 'a\u001cb', '\u007f', '\u0080\u0081', '\u0085', 'a\u0085b', ' \u0085b', '\u0085\u0085b', 'a\u0085', '\ufeff', '\ufeffabc', ' \ufeff.', '\ufeff.', '\ufeff\ufeff a', 'a \ufeffb', '\ufffd', '\uffff', '\ufffe',
  '\u00e9', 'e\u0301', 'e\u0301e\u0301', 'a\u0300\u0301\u0302b', '\u0301', ' \u0301', 'Z\u0351\u036b\u0343\u036a\u0302', 'na\u00efve caf\u00e9', 'Stra\u00dfe', '\u0130stanbul', '\u01c5\u01c8', '\ufb01le',
  '\ud83d\ude00', '\ud83d\ude00\ud83d\ude00', ' \ud83d\ude00', 'a\ud83d\ude00b', '\ud83d\udc4d\ud83c\udffd', '\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66', '\ud83c\udde9\ud83c\uddea', '\u2764\ufe0f', '1\ufe0f\u20e3', '\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f', '\ud83e\uddd1\ud83c\udffe\u200d\ud83d\ude80 launch',
  '\u65e5\u672c\u8a9e', '\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8', '\u4f60\u597d\uff0c\u4e16\u754c\uff01', '\ud55c\uad6d\uc5b4 \ud14d\uc2a4\ud2b8', '\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645', '\u05e9\u05dc\u05d5\u05dd', '\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35', '\u0928\u092e\u0938\u094d\u0924\u0947', '\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440!', '\u0393\u03b5\u03b9\u03ac \u03c3\u03bf\u03c5', 'Xin ch\u00e0o th\u1ebf gi\u1edbi', '\uff21\uff22\uff23\uff11\uff12\uff13', '\u1100\u1161\u11a8',
  '\ud835\udc00\ud835\udfce', '\ud835\udc00b\ud835\udfce1', ' \ud835\udc00', '\ud800\udf30\ud800\udf31', '\ud840\udc00\ud840\udc01', '\ud83c\udd70', '\ud840\udc00\u4e00',
  '\ud800', '\udc00', 'a\ud800b', ' \ud800', '\ud800\ud800', '\udc00\ud800', '\ud83d \ude00', '\ud83dx', '1\udfff2',
  '<|endoftext|>', 'a<|endoftext|>b', '<|endoftext|><|endoftext|>', ' <|endoftext|> ', '<|endoftext|', '<|ENDOFTEXT|>', '<||>',
  'constructor', ' __proto__', 'toString hasOwnProperty', '#version: 0.2', ', ,', ',,,,', 'a,b,c', '"quoted"', "\\n \\t \\\\", '/* comment */ // end', 'https://example.com/a?b=c&d=%20#e', 'user@example.com', '==========', '----', '...........', '!!!???', '\u2014\u2013\u2026\u201cq\u201d', '\u20ac100 \u00a35 \u00a51', 'C++ C# F#', '$x_1 = @y;', 'SolidGoldMagikarp', ' davidjl', 'antidisestablishmentarianism', 'Pneumonoultramicroscopicsilicovolcanoconiosis', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'ABABABABABABABABABAB', '0000000000000000000000', 'The quick brown fox jumps over the lazy dog.',
];

// a small generator, so that the random texts are the same wherever this runs
let state = 20240607;
const below = n => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor(state / 4294967296 * n); };
const pools = [
  'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789', ' ', ' ', '  \n\t\r', "'''", ".,;:!?-_()[]{}<>|/\\@#$%^&*+=~`\"",
  ['the', 'ing', ' and', ' of', 'tion', "'s", "'re", "'ll", ' The', '\n\n', '   ', '://', '...'],
  '\u00e9\u00e8\u00fc\u00f1\u00df\u00e5\u00f8', '\u0300\u0301\u0308\u20dd', '\u4e00\u65e5\u672c\u8a9e\u304b\u30ab\ud55c', '\u0430\u0431\u0432\u03b1\u03b2\u05d0\u0628\u0905', '\u00bd\u00b2\u0663\u2167\u3007', '\u00a0\u2003\u3000\u2028\u1680',
  ['\ud83d\ude00', '\ud83d\udc4d\ud83c\udffd', '\u200d', '\ufe0f', '\ud835\udc00', '\ud835\udfce', '\ud840\udc00'], ['\u0000', '\u007f', '\u0001', '\ud800', '\udc00', '\ufffd', '\u200b'],
].map(pool => Array.isArray(pool) ? pool : [...pool]);
const random = [];
for (let i = 0; i < 600; i++) {
  let text = '';
  const length = 1 + below(i < 300 ? 12 : 60);
  for (let j = 0; j < length; j++) {
    const pool = pools[below(pools.length)];
    for (let k = 1 + below(3); k > 0; k--) text += pool[below(pool.length)];
  }
  random.push(text);
}

const cases = [];
for (const text of [...curated, ...random]) {
  const got = read(text, readers);
  if (got === null) { console.error('readers differ', JSON.stringify(text), Object.values(readers).map(f => key(f(text)))); continue; }
  cases.push({ ...units(text), ids: got.ids, ...(got.readers.length < 3 ? { readers: got.readers.join(', ') } : {}) });
}
const special = [];
for (const text of curated.filter(text => text.includes('<|')).concat(['x <|endoftext|>y', "it's<|endoftext|>'s", '\n<|endoftext|>\n\n<|endoftext|>', '<|endoftext|>  a', 'a  <|endoftext|>'])) {
  const got = read(text, specialReaders);
  if (got === null) { console.error('readers differ', JSON.stringify(text)); continue; }
  special.push({ ...units(text), ids: got.ids });
}

// every assigned character of a block of 256, beside a letter, a digit, a symbol, a blank and itself
const sweep = [];
let total = 0;
for (let block = 0; block < 0x110000; block += 256) {
  const symbols = [];
  const ranges = []; // first and last of the symbols in a row
  for (let value = block; value < block + 256; value++) {
    if (value >= 0xd800 && value < 0xe000) continue;
    if (value === 0x85 || value === 0xfeff) continue; // among the cases above
    const symbol = String.fromCodePoint(value);
    if (/\p{Cn}|\p{Co}/u.test(symbol)) continue;
    symbols.push(symbol);
    if (ranges.length > 0 && ranges.at(-1)[1] === value - 1) ranges.at(-1)[1] = value;
    else ranges.push([value, value]);
  }
  if (symbols.length === 0 || (block >= 0x20000 && block % 0x4000 !== 0)) continue;
  const text = symbols.map(c => `x${c}1${c}.${c}${c} ${c}  ${c}${c}x`).join('');
  // the first reader takes minutes for these
  const got = read(text, readers, ['gpt-3-encoder']);
  if (got === null) { console.error('readers differ in block', block.toString(16)); continue; }
  total += symbols.length;
  sweep.push({ ranges, count: got.ids.length, sha256: digest(got.ids) });
}

const long = [];
const prose = curated.filter(text => text.isWellFormed() && !scriptDiffers(text)).join(' ');
for (const [text, repeat] of [['a', 5000], ['ab', 3000], ['\u00e9', 3000], ['=', 20000], ['0', 5000], [' ', 20000], ['\n', 5000], ['\n ', 5000], ["'", 5000], ["'s", 3000], ['\ud83d\ude00', 1000], ['\u65e5\u672c\u8a9e', 1500], ['antidisestablishmentarianism', 300], ['lorem ipsum dolor sit amet ', 3000], [prose + '\n', 20]]) {
  const got = read(text.repeat(repeat), readers, ['gpt-3-encoder']);
  if (got === null) { console.error('readers differ in', JSON.stringify(text.slice(0, 30)), repeat); continue; }
  long.push({ text, repeat, count: got.ids.length, sha256: digest(got.ids) });
}
console.error(cases.length, special.length, sweep.length, 'blocks', total, 'symbols', long.length);
const lines = list => list.map(item => '    ' + JSON.stringify(item).replace(/[\u007f-\uffff]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'))).join(',\n');
process.stdout.write(`{\n  "node": ${JSON.stringify(process.versions.node)},\n  "unicode": ${JSON.stringify(process.versions.unicode)},\n  "cases": [\n${lines(cases)}\n  ],\n  "special": [\n${lines(special)}\n  ],\n  "blocks": [\n${lines(sweep)}\n  ],\n  "long": [\n${lines(long)}\n  ]\n}\n`);
