"""The PyTorch side of `compare`: trains and decodes the GPT of a safetensors file, as told on standard input."""

import json
import math
import struct
import sys
import time

import numpy
import torch
import torch.nn.functional as functional


class File:
    """Weights and batches by name, sizes and the learning rate as metadata."""

    TYPES = {"F32": numpy.float32, "I64": numpy.int64}

    def __init__(self, path):
        with open(path, "rb") as stream:
            (length,) = struct.unpack("<Q", stream.read(8))
            header = json.loads(stream.read(length))
            data = stream.read()
        metadata = header.pop("__metadata__")
        self.learning_rate = float(metadata.pop("learningRate"))
        self.sizes = {name: int(text) for name, text in metadata.items()}
        self.tensors = {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            array = numpy.frombuffer(data[begin:end], self.TYPES[entry["dtype"]])
            self.tensors[name] = torch.from_numpy(array.reshape(entry["shape"]).copy())


class Trainer:
    """GPT-2 in the fewest and largest calls: fused norms and GELU, addmm, baddbmm with the mask as addend."""

    def __init__(self, path):
        file = File(path)
        self.heads, self.layers = file.sizes["heads"], file.sizes["layers"]
        self.tokens, self.targets = file.tensors.pop("tokens"), file.tensors.pop("targets")
        self.weights = {name: w.requires_grad_() for name, w in file.tensors.items()}
        self.optimizer = torch.optim.AdamW(
            self.weights.values(), lr=file.learning_rate, weight_decay=0.01, foreach=True
        )
        positions = self.tokens.shape[-1]
        self.mask = torch.full((positions, positions), -math.inf).triu(1)
        self.step_count = 0

    def linear(self, x, name):
        return torch.addmm(self.weights[name + ".bias"], x, self.weights[name + ".weight"])

    def norm(self, x, name):
        weight, bias = self.weights[name + ".weight"], self.weights[name + ".bias"]
        return functional.layer_norm(x, weight.shape, weight, bias, 1e-5)

    def attention(self, x, batch, positions, name):
        channels = x.shape[-1]
        size = channels // self.heads
        qkv = self.linear(x, name + ".c_attn").view(batch, positions, 3, self.heads, size)
        q, k, v = (
            part.reshape(batch * self.heads, positions, size)
            for part in qkv.permute(2, 0, 3, 1, 4).unbind(0)
        )
        scores = torch.baddbmm(self.mask, q, k.transpose(1, 2), alpha=1 / math.sqrt(size))
        y = torch.bmm(scores.softmax(-1), v).view(batch, self.heads, positions, size)
        return self.linear(y.transpose(1, 2).reshape(-1, channels), name + ".c_proj")

    def loss(self, tokens, targets):
        batch, positions = tokens.shape
        x = functional.embedding(tokens, self.weights["wte.weight"])
        x = (x + self.weights["wpe.weight"][:positions]).view(batch * positions, -1)
        for layer in range(self.layers):
            name = f"h.{layer}."
            x = x + self.attention(self.norm(x, name + "ln_1"), batch, positions, name + "attn")
            hidden = self.linear(self.norm(x, name + "ln_2"), name + "mlp.c_fc")
            x = x + self.linear(functional.gelu(hidden, approximate="tanh"), name + "mlp.c_proj")
        logits = self.norm(x, "ln_f") @ self.weights["wte.weight"].t()
        return functional.cross_entropy(logits, targets.view(-1))

    def step(self):
        place = self.step_count % len(self.tokens)
        self.step_count += 1
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(self.tokens[place], self.targets[place])
        loss.backward()
        self.optimizer.step()
        return loss.item()


class Decoder:
    """GPT-2 with a key-value cache, one token at a time, by matrix-vector products."""

    def __init__(self, path):
        file = File(path)
        self.heads, self.layers = file.sizes["heads"], file.sizes["layers"]
        self.context = file.tensors["wpe.weight"].shape[0]
        self.tokens = file.tensors.pop("tokens").view(-1).tolist()
        # A matrix as one row per output: what a matrix-vector product reads best.
        self.weights = {
            name: w.t().contiguous() if w.dim() == 2 and name.startswith("h.") else w
            for name, w in file.tensors.items()
        }
        channels = self.weights["wte.weight"].shape[1]
        room = (self.layers, self.heads, self.context, channels // self.heads)
        self.keys, self.values = torch.zeros(room), torch.zeros(room)
        self.position = 0
        self.logits = None

    def linear(self, x, name):
        return torch.addmv(self.weights[name + ".bias"], self.weights[name + ".weight"], x)

    def norm(self, x, name):
        weight, bias = self.weights[name + ".weight"], self.weights[name + ".bias"]
        return functional.layer_norm(x, weight.shape, weight, bias, 1e-5)

    def attention(self, x, layer, name):
        q, k, v = self.linear(x, name + ".c_attn").view(3, self.heads, -1)
        self.keys[layer, :, self.position] = k
        self.values[layer, :, self.position] = v
        count = self.position + 1
        keys, values = self.keys[layer, :, :count], self.values[layer, :, :count]
        scores = torch.bmm(keys, q.unsqueeze(2)).squeeze(2) / math.sqrt(q.shape[-1])
        y = torch.bmm(scores.softmax(-1).unsqueeze(1), values)
        return self.linear(y.view(-1), name + ".c_proj")

    @torch.no_grad()
    def step(self):
        token = self.tokens[self.position % len(self.tokens)]
        x = self.weights["wte.weight"][token] + self.weights["wpe.weight"][self.position]
        for layer in range(self.layers):
            name = f"h.{layer}."
            x = x + self.attention(self.norm(x, name + "ln_1"), layer, name + "attn")
            hidden = self.linear(self.norm(x, name + "ln_2"), name + "mlp.c_fc")
            x = x + self.linear(functional.gelu(hidden, approximate="tanh"), name + "mlp.c_proj")
        self.logits = torch.mv(self.weights["wte.weight"], self.norm(x, "ln_f"))
        self.position += 1
        return self.logits[0].item()


def answer(works, words):
    kind, path, threads, count = words[0], words[1], int(words[2]), int(words[3])
    torch.set_num_threads(threads)
    if (kind, path) not in works:
        works.clear()
        works[kind, path] = {"train": Trainer, "decode": Decoder}[kind](path)
    work = works[kind, path]
    values, milliseconds = [], []
    for _ in range(count):
        start = time.perf_counter()
        values.append(work.step())
        milliseconds.append(1e3 * (time.perf_counter() - start))
    result = {"values": values, "milliseconds": milliseconds}
    if kind == "decode":
        result["logits"] = work.logits.tolist()
    return json.dumps(result)


def main():
    print(json.dumps({"version": torch.__version__}), flush=True)
    works = {}
    for line in sys.stdin:
        try:
            print(answer(works, line.split()), flush=True)
        except Exception as error:  # told to the other side, which stops
            print(f"error {error!r}".replace("\n", " "), flush=True)


main()
