using System.Numerics;

namespace TinyAutograd.Tests.Ops;

/// <summary>One drawn call of an op: its inputs, the call in both element types with the attributes inside, and its naive reference.</summary>
internal sealed record OpSample(
    NdArray[] Inputs,
    Func<Variable<double>[], Variable<double>> Double,
    Func<Variable<float>[], Variable<float>> Float,
    Func<NdArray[], NdArray> Reference,
    string Attributes
)
{
    /// <summary>Numbers of the inputs whose gradient is zero by definition (documented so); laws of gradients leave them out.</summary>
    public int[] Constants { get; init; } = [];

    /// <summary>Numbers of the inputs that have a gradient.</summary>
    public int[] Differentiable => [.. Enumerable.Range(0, Inputs.Length).Except(Constants)];

    /// <summary>Calls the op.</summary>
    public Variable<T> Call<T>(Variable<T>[] inputs)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? (Variable<T>)(object)Float((Variable<float>[])(object)inputs)
            : (Variable<T>)(object)Double((Variable<double>[])(object)inputs);

    /// <summary>The inputs as fresh variables.</summary>
    public Variable<T>[] Variables<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Array.ConvertAll(Inputs, input => input.ToVariable<T>());

    /// <summary>Largest magnitude among the inputs, at least 1: the scale of rounding errors within an op.</summary>
    public double Scale => Inputs.Select(input => input.Magnitude).Append(1).Max();

    public override string ToString() =>
        $"({Attributes}) of {string.Join("; ", Inputs.Select(input => input.ToString()))}";
}
