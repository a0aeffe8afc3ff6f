namespace TinyAutograd.Docs.Code;

/// <summary>How-to: write a module.</summary>
public static class WriteAModule
{
    public static void Print(TextWriter Console)
    {
        #region Print
        var random = new RandomGenerator(seed: 1);
        var model = new Sequential<float>(
            new GatedLayer<float>(4, random),
            new Dropout<float>(0.1, random.Fork(1)),
            new Linear<float>(4, 1, random)
        );
        Console.WriteLine(model);
        #endregion
    }

    public static void Check(TextWriter Console)
    {
        #region Check
        var random = new RandomGenerator(seed: 1);
        var layer = new GatedLayer<double>(3, random);
        var x = Variable.Normal<double>([2, 3], random);
        var report = GradientCheck.Of(() => layer.Forward(x).Square().Sum(), layer);
        Console.WriteLine($"right: {report.ThrowIfFailed().Passed}");
        #endregion
    }
}
