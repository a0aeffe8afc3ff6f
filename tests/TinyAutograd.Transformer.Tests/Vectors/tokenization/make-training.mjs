// Writes training.json: a text and the merges that Hugging Face's trainer learns from it. Run in a folder where
// npm install --ignore-scripts @anush008/tokenizers@0.6.0  (Hugging Face tokenizers 0.22.2) has been run:
//   node make-training.mjs training.json
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync, rmSync } from 'node:fs';
const require = createRequire(process.cwd() + '/');
const { Tokenizer, BPE, byteLevelPreTokenizer } = require('@anush008/tokenizers');

let state = 11;
const below = n => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor(state / 4294967296 * n); };
const syllables = ['ba', 'ne', 'lo', 'mi', 'ta', 'ra', 'sun', 'el', 'or', 'th', 'an', 'aa', 'aaa', 'st', '\u00e9', '\u00fc', '\u65e5', '\u672c', '\ud83d\ude00'];
const words = Array.from({ length: 150 }, () => Array.from({ length: 1 + below(4) }, () => syllables[below(syllables.length)]).join(''));
const between = [' ', ' ', ' ', ' ', ', ', '. ', "'s ", "'ll ", '  ', ' 12', ' 2024 ', '! ', ' (', ') ', '-'];
let text = '';
// one line: the library trains line by line; frequent words first, as in languages
for (let i = 0; i < 2500; i++) text += words[Math.floor(words.length * (below(1000) / 1000) ** 3)] + between[below(between.length)];

writeFileSync('training.tmp.txt', text);
const tokenizer = new Tokenizer(BPE.empty());
tokenizer.setPreTokenizer(byteLevelPreTokenizer(false, true));
tokenizer.train(['training.tmp.txt']);
tokenizer.save('training.tmp.json', false);
const { merges } = JSON.parse(readFileSync('training.tmp.json')).model;
rmSync('training.tmp.txt');
rmSync('training.tmp.json');
const ascii = value => JSON.stringify(value).replace(/[\u007f-\uffff]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
writeFileSync(process.argv[2], `{"text": ${ascii(text)},\n"merges": [\n${merges.map(pair => ascii(pair.join(' '))).join(',\n')}\n]}\n`);
