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

// Two inputs, eight hidden units, one output. No straight line separates the answers: the tanh between the layers bends it.
var model = new Mlp<float>(sizes: [2, 8, 1], seed: 42);
Console.WriteLine(model);

var adamW = new AdamW<float>(model.Parameters, learningRate: 0.05);
for (var step = 0; step <= 150; step++)
{
    using var tape = new Tape<float>();
    var loss = model.Forward(inputs).Mse(targets);
    adamW.Step(tape.Gradients(loss, of: model.Parameters));
    if (step % 25 == 0)
    {
        Console.WriteLine($"step {step, 3}: loss {loss.Item():F4}");
    }
}

Console.WriteLine();
var answers = model.Forward(inputs);
for (var row = 0; row < 4; row++)
{
    Console.WriteLine($"{inputs[row, 0]} xor {inputs[row, 1]} = {answers[row, 0].Item():F2}");
}
