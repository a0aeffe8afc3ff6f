namespace TinyAutograd.Transformer;

/// <summary>Why scores are divided by √D: the variance of a dot product grows with its length.</summary>
/// <param name="Size">D, number of entries of q and k.</param>
/// <param name="SampleCount">Number of pairs that were drawn.</param>
/// <param name="Variance">Variance of q·k, measured: about D for independent entries of variance 1.</param>
/// <param name="ScaledVariance">Variance of q·k/√D: about 1, whatever D.</param>
public sealed record DotProductVariance(
    int Size,
    int SampleCount,
    double Variance,
    double ScaledVariance
)
{
    /// <summary>Draws pairs q, k with independent standard normal entries and measures the variance of q·k.</summary>
    /// <param name="size">D, at least 1.</param>
    /// <param name="sampleCount">n, at least 2.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <returns>What was measured.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size or the number of pairs is too small.</exception>
    /// <remarks>Each of the D products has mean 0 and variance 1, so their sum has variance D. Standard error: <c>D·√((2 + 6/D)/n)</c>.
    /// Source: Vaswani et al. 2017, footnote 4.</remarks>
    public static DotProductVariance Measure(int size, int sampleCount, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 2);
        var random = new RandomGenerator(seed);
        using var workspace = new Workspace<double>();
        var q = Variable.Normal<double>([sampleCount, size], random);
        var k = Variable.Normal<double>([sampleCount, size], random);
        var products = (q * k).Sum(axes: 1); // (n)
        return new DotProductVariance(
            size,
            sampleCount,
            products.Var().Item(),
            (products / Math.Sqrt(size)).Var().Item()
        );
    }
}
