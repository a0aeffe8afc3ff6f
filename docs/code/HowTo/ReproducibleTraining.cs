namespace TinyAutograd.Docs.Code;

/// <summary>How-to: make training reproducible.</summary>
public static class ReproducibleTraining
{
    private static float[] Weights(long seed)
    {
        #region Weights
        var random = new RandomGenerator(seed);
        var model = new Sequential<float>(
            new Linear<float>(4, 16, random.Fork(0)), // each user of numbers has a stream of its own
            new Dropout<float>(0.2, random.Fork(1)),
            new Linear<float>(16, 1, random.Fork(2))
        );
        var data = random.Fork(3);
        var adamW = new AdamW<float>(model.Parameters);
        for (var step = 0; step < 20; step++)
        {
            var x = Variable.Normal<float>([8, 4], data);
            using var tape = new Tape<float>();
            var loss = (model.Forward(x) - x.Sum(axes: 1, keepDims: true)).Square().Mean();
            adamW.Step(tape.Gradients(loss, of: model.Parameters));
        }
        return [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
        #endregion
    }

    public static void Twice(TextWriter Console)
    {
        #region Twice
        Console.WriteLine($"the same seed, the same bits: {Weights(1).SequenceEqual(Weights(1))}");
        Console.WriteLine($"another seed: {Weights(1).SequenceEqual(Weights(2))}");
        #endregion
    }

    public static void Continued(TextWriter Console)
    {
        #region Continued
        var random = new RandomGenerator(seed: 1);
        random.NextNormal();
        RandomState state = random.State; // three numbers: seed, stream, position
        var next = random.NextDouble();
        Console.WriteLine($"the same number: {new RandomGenerator(state).NextDouble() == next}");
        #endregion
    }
}
