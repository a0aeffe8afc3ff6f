using System.Numerics;

namespace TinyAutograd.Tests.LongRuns;

/// <summary>A small network that learns a function of two numbers: what a user's training loop does, step by step.</summary>
internal sealed class TrainingRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Mlp<T> model;
    private readonly AdamW<T> optimizer;
    private readonly Variable<T> inputs;
    private readonly Variable<T> targets;

    /// <param name="seed">Of the weights and of the data.</param>
    /// <param name="width">Size of the hidden layer.</param>
    /// <param name="rows">Number of examples.</param>
    public TrainingRun(int seed, int width, int rows)
    {
        var random = new RandomGenerator(seed);
        model = new Mlp<T>(sizes: [2, width, 1], seed: seed);
        optimizer = new AdamW<T>(model.Parameters, learningRate: 0.01);
        inputs = Variable.Normal<T>([rows, 2], random);
        targets = (inputs.Sum(axes: 1, keepDims: true)).Square();
    }

    /// <summary>The model's numbers.</summary>
    public T[] Weights => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    /// <summary>One step of training.</summary>
    /// <returns>The loss before it, and the number of entries on the tape.</returns>
    public (T Loss, int EntryCount) Step(bool counts = false)
    {
        using var tape = new Tape<T>();
        var loss = (model.Forward(inputs) - targets).Square().Mean();
        optimizer.Step(tape.Gradients(loss, of: model.Parameters));
        return (loss.Item(), counts ? tape.Entries.Count : 0);
    }
}
