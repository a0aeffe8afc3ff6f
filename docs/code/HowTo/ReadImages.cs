namespace TinyAutograd.Docs.Code;

/// <summary>How-to: read images with convolutions.</summary>
public static class ReadImages
{
    public static void Shapes(TextWriter Console)
    {
        #region Shapes
        var images = Variable.Normal<float>([2, 1, 8, 8], new RandomGenerator(seed: 1)); // (N, C, H, W)
        var kernels = Variable.Normal<float>([4, 1, 3, 3], new RandomGenerator(seed: 2)); // (O, C, KH, KW)
        var features = images.Conv2d(kernels, padding: 1);
        var halved = features.Relu().MaxPool2d(2);
        var means = halved.GlobalAvgPool2d();
        Console.WriteLine($"{images.Shape} → {features.Shape} → {halved.Shape} → {means.Shape}");
        #endregion
    }

    public static void Learns(TextWriter Console)
    {
        #region Learns
        // Stripes in noise: class 0 lies, class 1 stands.
        var random = new RandomGenerator(seed: 3);
        var stripes = Variable.Of<float>([1, -1, 1, -1, 1, -1, 1, -1]);
        var lying = stripes.Reshape(1, 1, 8, 1).Expand([16, 1, 8, 8]);
        var standing = stripes.Reshape(1, 1, 1, 8).Expand([16, 1, 8, 8]);
        var noise = Variable.Normal<float>([32, 1, 8, 8], random.Fork(0));
        var images = VariableOps.Cat([lying, standing]) + noise;
        var classes = Indices.Of([.. Enumerable.Repeat(0, 16), .. Enumerable.Repeat(1, 16)]);

        var weights = random.Fork(1);
        var reader = new Sequential<float>(
            new Conv2d<float>(1, 4, kernelSize: 3, weights, padding: 1),
            new BatchNorm<float>(4),
            new Activation<float>(x => x.Relu()),
            new GlobalAvgPool2d<float>(), // (N, 4)
            new Linear<float>(4, 2, weights)
        );
        var adamW = new AdamW<float>(reader.Parameters, learningRate: 0.02f);
        for (var step = 0; step < 60; step++)
        {
            using var tape = new Tape<float>();
            var loss = reader.Forward(images).CrossEntropy(classes);
            adamW.Step(tape.Gradients(loss, of: reader.Parameters));
        }
        reader.Evaluate(); // BatchNorm takes its running values, no longer those of the batch
        var guesses = reader.Forward(images).ArgMax(-1);
        Console.WriteLine($"right: {guesses.AsSpan().SequenceEqual(classes.AsSpan())}");
        #endregion
    }
}
