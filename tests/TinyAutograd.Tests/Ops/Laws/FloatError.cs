namespace TinyAutograd.Tests.Ops;

/// <summary>How far results in float may lie from results in double at the same inputs.</summary>
internal static class FloatError
{
    private const double Epsilon = 1.1920929e-07;

    // Steps within an op, each of which may lose half a unit of what it computes with.
    private const double Steps = 16;

    /// <summary>The error bound for a function.</summary>
    /// <param name="inputs">All that it computes with: also the upstream gradient, whose sums can cancel.</param>
    /// <param name="f">Computes in double.</param>
    /// <param name="d">Draws signs.</param>
    public static double Of(NdArray[] inputs, Func<NdArray[], NdArray[]> f, Draw d)
    {
        var exact = f(inputs);
        var condition = 0.0;
        for (var trial = 0; trial < 4; trial++)
        {
            var moved = Array.ConvertAll(
                inputs,
                input => input.Map(x => x * (1 + (d.Bool() ? Epsilon : -Epsilon)))
            );
            foreach (var (a, b) in f(moved).Zip(exact))
            {
                for (var i = 0; i < b.Length; i++)
                {
                    condition = LargerFinite(condition, Math.Abs(a.Values[i] - b.Values[i]));
                }
            }
        }
        var scale = 1.0;
        foreach (var y in exact)
        {
            foreach (var value in y.Values)
            {
                scale = LargerFinite(scale, Math.Abs(value));
            }
        }
        return Steps * (condition + Epsilon * scale);
    }

    private static double LargerFinite(double largest, double next) =>
        double.IsFinite(next) ? Math.Max(largest, next) : largest;
}
