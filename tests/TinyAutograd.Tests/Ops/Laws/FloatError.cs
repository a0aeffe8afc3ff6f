namespace TinyAutograd.Tests.Ops;

/// <summary>How far results in float may lie from results in double at the same inputs.</summary>
internal static class FloatError
{
    private const double Epsilon = 1.1920929e-07;

    // Steps within an op, each of which may lose half a unit of what it computes with.
    private const double Steps = 16;

    /// <summary>The error bound for a function of the sample's inputs.</summary>
    /// <param name="sample">The call.</param>
    /// <param name="f">Computes in double.</param>
    /// <param name="d">Draws signs.</param>
    public static double Of(OpSample sample, Func<NdArray[], NdArray[]> f, Draw d)
    {
        var exact = f(sample.Inputs);
        var condition = 0.0;
        for (var trial = 0; trial < 4; trial++)
        {
            var moved = Array.ConvertAll(
                sample.Inputs,
                input => input.Map(x => x * (1 + (d.Bool() ? Epsilon : -Epsilon)))
            );
            var changes = f(moved)
                .Zip(exact, (a, b) => a.Values.Zip(b.Values, (p, q) => Math.Abs(p - q)))
                .SelectMany(change => change);
            condition = changes.Where(double.IsFinite).Append(condition).Max();
        }
        var scale = exact
            .SelectMany(y => y.Values)
            .Select(Math.Abs)
            .Where(double.IsFinite)
            .Append(1)
            .Max();
        return Steps * (condition + Epsilon * scale);
    }
}
