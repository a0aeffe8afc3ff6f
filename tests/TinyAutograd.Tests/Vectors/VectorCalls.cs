namespace TinyAutograd.Tests.Vectors;

/// <summary>How the vectors' ops are called here: one line per file, with its attributes.</summary>
internal static partial class VectorCalls
{
    /// <summary>Calls the op of a case. The inputs stand at their positions; masks and indices are read from the case.</summary>
    public delegate Variable<double>[] Call(VectorCase c, Variable<double>[] x);

    public static IReadOnlyDictionary<string, Call> All { get; } =
        new[]
        {
            Arithmetic(),
            Elementwise(),
            Selection(),
            Reductions(),
            Shaping(),
            Indexing(),
            LinearAlgebra(),
            Convolution(),
            Losses(),
            Fused(),
        }
            .SelectMany(family => family)
            .ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>An op of one result.</summary>
    private static Call One(Func<VectorCase, Variable<double>[], Variable<double>> call) =>
        (c, x) => [call(c, x)];

    /// <summary>A function of one variable without attributes.</summary>
    private static Call Unary(Func<Variable<double>, Variable<double>> call) =>
        (_, x) => [call(x[0])];

    /// <summary>A function of two variables without attributes.</summary>
    private static Call Binary(Func<Variable<double>, Variable<double>, Variable<double>> call) =>
        (_, x) => [call(x[0], x[1])];

    /// <summary>A reduction with the attributes <c>axis</c> and <c>keepdim</c>.</summary>
    private static Call Reduction(Func<Variable<double>, Axes, bool, Variable<double>> call) =>
        (c, x) => [call(x[0], c.Axes(), c.Flag("keepdim"))];
}
