// Runs a model of ONNX for batches of tokens: node logits.mjs FOLDER-WITH-NODE_MODULES MODEL all|disabled < [{tokens, shape}, …] > [{type, values, shape}, …]
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const [folder, model, graphOptimizationLevel] = process.argv.slice(2);
const ort = createRequire(`${folder}/`)('onnxruntime-node');
const session = await ort.InferenceSession.create(model, { graphOptimizationLevel, intraOpNumThreads: 1, logSeverityLevel: 3 });
const answers = [];
for (const { tokens, shape } of JSON.parse(await text(process.stdin))) {
  const input = new ort.Tensor('int64', BigInt64Array.from(tokens, BigInt), shape);
  const { logits } = await session.run({ tokens: input });
  answers.push({ type: logits.type, values: Array.from(logits.data), shape: logits.dims });
}
process.stdout.write(JSON.stringify(answers));
