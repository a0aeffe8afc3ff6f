namespace TinyAutograd.Docs.Code;

/// <summary>How-to: write an op.</summary>
public static class WriteAnOp
{
    public static void Use(TextWriter Console)
    {
        #region Use
        var x = Variable.Of([-1.0, 0.25, 0.5]);
        using var tape = new Tape<double>();
        var loss = x.Gaussian().Sum();
        Console.WriteLine($"{tape.Gradient(loss, of: x):F4}");
        Console.WriteLine(tape);
        #endregion
    }

    public static void Check(TextWriter Console)
    {
        #region Check
        var x = Variable.Normal<double>([3, 4], new RandomGenerator(seed: 1));
        var report = GradientCheck.Of(x => x.Gaussian(), at: x).ThrowIfFailed();
        Console.WriteLine(
            $"{report.Entries.Count} derivatives of two orders, right: {report.Passed}"
        );
        #endregion
    }

    public static void CheckFused(TextWriter Console)
    {
        #region CheckFused
        var random = new RandomGenerator(seed: 1);
        var a = Variable.Normal<double>([2, 3], random);
        var b = Variable.Normal<double>([2, 3], random);
        var report = GradientCheck.Of(
            x => SquaredDistanceOp<double>.Instance.Apply(x[0], x[1]),
            [a, b]
        );
        Console.WriteLine($"right: {report.ThrowIfFailed().Passed}");
        #endregion
    }
}
