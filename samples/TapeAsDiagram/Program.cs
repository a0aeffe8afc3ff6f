using TinyAutograd;

var inputs = Variable.Of<float>([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
]); // (4, 2)
var targets = Variable.Of<float>([
    [0],
    [1],
    [1],
    [0],
]); // (4, 1)
var model = new Mlp<float>(sizes: [2, 3, 1], seed: 1);

using var tape = new Tape<float>();
var loss = (model.Forward(inputs) - targets).Square().Mean();
Console.Write(tape.ToMermaid());
