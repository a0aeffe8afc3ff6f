"""Writes the reference vectors of this folder: python3 make.py (PyTorch, float64, CPU)."""

import json
import struct

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.set_default_dtype(torch.float64)


def write(name, tensors):
    codes = {torch.float64: "F64", torch.int64: "I64", torch.bool: "BOOL"}
    header, data = {}, b""
    for key, tensor in tensors.items():
        raw = tensor.detach().contiguous().numpy().tobytes()
        header[key] = {
            "dtype": codes[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(f"{name}.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def differentiated(module, inputs, results):
    """The upstream gradients of the results, and the gradients of sum(result * upstream)."""
    upstream = {f"{key}.upstream": torch.randn_like(value) for key, value in results.items()}
    loss = sum((value * upstream[f"{key}.upstream"]).sum() for key, value in results.items())
    loss.backward()
    named = {**inputs, **{f"parameter.{key}": value for key, value in module.named_parameters()}}
    gradients = {f"{key}.gradient": value.grad for key, value in named.items()}
    return {**named, **results, **upstream, **gradients}


def randomized(module):
    """Normalizations and biases begin as 1 and 0, which would hide mistakes."""
    for parameter in module.parameters():
        nn.init.normal_(parameter, std=0.4)
    return module.eval()


def leaf(*shape):
    return torch.randn(*shape, requires_grad=True)


def recurrent(name, kind, layers, bidirectional):
    torch.manual_seed(len(name))
    module = randomized(kind(3, 4, layers, batch_first=True, bidirectional=bidirectional))
    states = ["hidden", "cell"] if kind is nn.LSTM else ["hidden"]
    inputs = {"x": leaf(3, 5, 3)}
    for state in states:
        inputs[f"{state}.initial"] = leaf(layers * (2 if bidirectional else 1), 3, 4)
    lengths = torch.tensor([3, 5, 1])
    packed = pack_padded_sequence(inputs["x"], lengths, batch_first=True, enforce_sorted=False)
    initial = [inputs[f"{state}.initial"] for state in states]
    outputs, final = module(packed, tuple(initial) if kind is nn.LSTM else initial[0])
    final = list(final) if kind is nn.LSTM else [final]
    results = {"y": pad_packed_sequence(outputs, batch_first=True)[0]}
    for state, value in zip(states, final):
        results[f"{state}.final"] = value
    write(name, {"lengths": lengths, **differentiated(module, inputs, results)})


def attention(name):
    torch.manual_seed(100)
    module = randomized(nn.MultiheadAttention(6, 3, batch_first=True))
    inputs = {"query": leaf(2, 3, 6), "key": leaf(2, 4, 6), "value": leaf(2, 4, 6)}
    allowed = torch.tensor([[1, 1, 0, 1], [0, 1, 1, 1], [1, 0, 0, 0]], dtype=torch.bool)
    y, _ = module(*inputs.values(), attn_mask=~allowed)
    write(name, {"mask": allowed, **differentiated(module, inputs, {"y": y})})


def encoder(name, norm_first, activation):
    torch.manual_seed(200 + norm_first)
    module = randomized(
        nn.TransformerEncoderLayer(6, 2, 9, 0, activation, batch_first=True, norm_first=norm_first)
    )
    inputs = {"x": leaf(2, 4, 6)}
    within = torch.tensor([[1, 1, 1, 0], [1, 1, 1, 1]], dtype=torch.bool)
    y = module(inputs["x"], src_key_padding_mask=~within)
    write(name, {"mask": within, **differentiated(module, inputs, {"y": y})})


def decoder(name, norm_first, activation):
    torch.manual_seed(300 + norm_first)
    module = randomized(
        nn.TransformerDecoderLayer(6, 2, 9, 0, activation, batch_first=True, norm_first=norm_first)
    )
    inputs = {"x": leaf(2, 4, 6), "memory": leaf(2, 3, 6)}
    within = torch.tensor([[1, 1, 0], [1, 1, 1]], dtype=torch.bool)
    future = torch.ones(4, 4, dtype=torch.bool).triu(1)
    y = module(
        inputs["x"], inputs["memory"], tgt_mask=future, memory_key_padding_mask=~within
    )
    write(name, {"mask": within, **differentiated(module, inputs, {"y": y})})


def layer(name, module, *shape):
    torch.manual_seed(400 + len(name))
    inputs = {"x": leaf(*shape)}
    y = randomized(module)(inputs["x"])
    write(name, differentiated(module, inputs, {"y": y}))


def batch_norm(name, module, *shape):
    """In training: the first batch only moves the running values, the second is differentiated. Then in evaluation."""
    torch.manual_seed(500 + len(name))
    randomized(module).train()
    inputs = {"x": leaf(*shape)}
    tensors = {"first": 3 * torch.randn(*shape) + 1}
    module(tensors["first"])
    tensors |= {f"buffer.{key}": value.clone() for key, value in module.named_buffers()}
    tensors |= differentiated(module, inputs, {"y": module(inputs["x"])})
    tensors |= {f"final.{key}": value.clone() for key, value in module.named_buffers()}
    write(name, tensors)
    module.zero_grad()
    inputs = {"x": leaf(*shape)}
    y = module.eval()(inputs["x"])
    tensors = {f"buffer.{key}": value for key, value in module.named_buffers()}
    write(f"{name}_evaluated", {**tensors, **differentiated(module, inputs, {"y": y})})


for title, kind in {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}.items():
    recurrent(title, kind, layers=1, bidirectional=False)
    recurrent(f"{title}_deep", kind, layers=2, bidirectional=True)
attention("attention")
encoder("encoder_postnorm", False, "relu")
encoder("encoder_prenorm", True, "gelu")
decoder("decoder_postnorm", False, "relu")
decoder("decoder_prenorm", True, "gelu")
layer("conv1d", nn.Conv1d(4, 6, 3, stride=2, padding=1, dilation=2, groups=2), 2, 4, 9)
layer("conv2d", nn.Conv2d(4, 6, (3, 2), (2, 1), (1, 0), (1, 2), groups=2), 2, 4, 6, 5)
layer("conv_transpose1d", nn.ConvTranspose1d(4, 6, 3, 2, 1, 1, 2, dilation=2), 2, 4, 5)
layer(
    "conv_transpose2d",
    nn.ConvTranspose2d(4, 6, (3, 2), (2, 3), (1, 0), (1, 2), 2, dilation=(2, 1)),
    *(2, 4, 3, 4),
)
layer("group_norm", nn.GroupNorm(2, 6, eps=1e-3), 3, 6, 4)
batch_norm("batch_norm", nn.BatchNorm2d(3, eps=1e-3, momentum=0.3), 4, 3, 2, 5)
batch_norm("batch_norm_mean", nn.BatchNorm1d(3, momentum=None), 5, 3)
