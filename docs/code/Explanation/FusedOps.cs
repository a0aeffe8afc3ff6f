namespace TinyAutograd.Docs.Code;

/// <summary>Explanation: fused ops and their proof.</summary>
public static class FusedOps
{
    private static Variable<double> Composed(Variable<double> x)
    {
        #region Composed
        var centred = x - x.Mean(axes: -1, keepDims: true);
        var variance = centred.Square().Mean(axes: -1, keepDims: true);
        var y = centred * (variance + 1e-5).Rsqrt();
        #endregion
        return y;
    }

    public static void Entries(TextWriter Console)
    {
        #region Entries
        var x = Variable.Normal<double>([2, 8], new RandomGenerator(seed: 1));
        using var tape = new Tape<double>();
        var composed = Composed(x);
        var fused = x.LayerNorm();
        Console.WriteLine(tape);
        Console.WriteLine($"equal: {(composed - fused).Abs().Max().Item() < 1e-12}");
        #endregion
    }

    public static void Derivatives(TextWriter Console)
    {
        #region Derivatives
        var x = Variable.Normal<double>([2, 8], new RandomGenerator(seed: 1));
        var weights = Variable.Normal<double>([2, 8], new RandomGenerator(seed: 2));
        var fused = Differentiate.Hessian(x => (x.LayerNorm() * weights).Sum(), at: x);
        var composed = Differentiate.Hessian(x => (Composed(x) * weights).Sum(), at: x);
        Console.WriteLine($"second derivatives {fused.Shape}");
        Console.WriteLine($"equal: {(fused - composed).Abs().Max().Item() < 1e-10}");
        #endregion
    }
}
