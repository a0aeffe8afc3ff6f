using System.Numerics;

namespace TinyAutograd;

/// <summary>A function whose inputs can be moved.</summary>
internal abstract class GradientCheckSubject<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The inputs as they are now.</summary>
    public abstract Variable<T>[] Inputs { get; }

    /// <summary>What an input is called.</summary>
    public abstract string Describe(int input);

    /// <summary>The function of the inputs as they are now.</summary>
    public abstract Variable<T> Call();

    /// <summary>Gives an input other values.</summary>
    public abstract void Set(int input, ReadOnlySpan<T> values);
}

/// <summary>A function of variables.</summary>
internal sealed class FunctionSubject<T>(
    Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
    IReadOnlyList<Variable<T>> at
) : GradientCheckSubject<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Copies: the point may be on a tape, and a function may capture it.
    private readonly Variable<T>[] inputs =
    [
        .. at.Select(x =>
        {
            ArgumentNullException.ThrowIfNull(x, nameof(at));
            return x.Detach();
        }),
    ];

    public override Variable<T>[] Inputs => [.. inputs];

    public override string Describe(int input) => $"input {input} {inputs[input].Shape}";

    public override Variable<T> Call() =>
        f(Inputs) ?? throw new ArgumentException("GradientCheck: the function gave null.");

    public override void Set(int input, ReadOnlySpan<T> values) =>
        inputs[input] = Variable.Of(values, inputs[input].Shape);
}

/// <summary>A loss that reads parameters.</summary>
internal sealed class ParameterSubject<T>(
    Func<Variable<T>> loss,
    IReadOnlyList<Parameter<T>> parameters
) : GradientCheckSubject<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override Variable<T>[] Inputs => [.. parameters.Select(parameter => parameter.Value)];

    public override string Describe(int input) =>
        $"parameter '{parameters[input].Name}' {parameters[input].Shape}";

    public override Variable<T> Call() =>
        loss() ?? throw new ArgumentException("GradientCheck: the loss gave null.");

    public override void Set(int input, ReadOnlySpan<T> values) => parameters[input].Assign(values);
}
