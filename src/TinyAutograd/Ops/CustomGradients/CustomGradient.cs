using System.Numerics;

namespace TinyAutograd;

/// <summary>Functions with a gradient of your own: the light form of an op.</summary>
public static class CustomGradient
{
    /// <summary>A function of one variable with a backward rule of its own.</summary>
    /// <param name="forward">The function; any shape. What it captures is a constant.</param>
    /// <param name="backward">From x, y and the upstream gradient dy to dx: any shape that broadcasts to or from that of x. Written in ops,
    /// it is differentiated again for higher orders.</param>
    /// <returns>The function, to be called like any other; a call is one entry of a tape.</returns>
    /// <exception cref="ArgumentException">In a call: the function or the rule gave null.</exception>
    /// <remarks>Gradient: what <paramref name="backward"/> says, whether or not it is the derivative; <see cref="GradientCheck"/> tells.</remarks>
    public static Func<Variable<T>, Variable<T>> Of<T>(
        Func<Variable<T>, Variable<T>> forward,
        Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> backward
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        var f = Of<T>(x => forward(x[0]), (x, y, dy) => [backward(x[0], y, dy)]);
        return x => f([x]);
    }

    /// <summary>A function of several variables with a backward rule of its own.</summary>
    /// <param name="forward">The function; any shapes. What it captures is a constant.</param>
    /// <param name="backward">From the inputs, y and the upstream gradient dy to one gradient per input.</param>
    /// <exception cref="ArgumentException">In a call: there is no input, or the function gave null.</exception>
    /// <exception cref="InvalidOperationException">In the backward pass: the rule gave another number of gradients than inputs.</exception>
    /// <inheritdoc cref="Of{T}(Func{Variable{T}, Variable{T}}, Func{Variable{T}, Variable{T}, Variable{T}, Variable{T}})" path="/returns|/remarks"/>
    public static Func<IReadOnlyList<Variable<T>>, Variable<T>> Of<T>(
        Func<IReadOnlyList<Variable<T>>, Variable<T>> forward,
        Func<
            IReadOnlyList<Variable<T>>,
            Variable<T>,
            Variable<T>,
            IReadOnlyList<Variable<T>>
        > backward
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        var op = new CustomGradientOp<T>(backward);
        return inputs =>
        {
            ArgumentNullException.ThrowIfNull(inputs);
            if (inputs.Count == 0)
            {
                throw new ArgumentException("CustomGradient: there is no input.", nameof(inputs));
            }
            using var workspace = new Workspace<T>();
            var y =
                forward(inputs)
                ?? throw new ArgumentException("CustomGradient: the function gave null.");
            y = workspace.Keep(y.Alias());
            workspace.Dispose();
            return op.Apply([y, .. inputs]);
        };
    }

    /// <summary>A function whose gradient is passed on as if it were the identity: for rounding, signs and thresholds in a network.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="f">A function that keeps the shape, for example <c>x =&gt; x.Round()</c>.</param>
    /// <returns>What <paramref name="f"/> gives.</returns>
    /// <exception cref="ArgumentException">The function changed the shape.</exception>
    /// <remarks>Gradient: <c>dx = dy</c>, which is biased. Source: Bengio, Léonard and Courville 2013, "Estimating or propagating gradients
    /// through stochastic neurons".</remarks>
    public static Variable<T> StraightThrough<T>(
        this Variable<T> x,
        Func<Variable<T>, Variable<T>> f
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(f);
        return Of<T>(
            input =>
            {
                var y = f(input);
                return y is null || y.Shape == input.Shape
                    ? y!
                    : throw new ArgumentException(
                        $"StraightThrough: the function made {y.Shape} of {input.Shape}; it must keep the shape."
                    );
            },
            (_, _, dy) => dy
        )(x);
    }
}

/// <summary>Inputs: the result (shared, never differentiated), and the inputs of the function.</summary>
internal sealed class CustomGradientOp<T>(
    Func<IReadOnlyList<Variable<T>>, Variable<T>, Variable<T>, IReadOnlyList<Variable<T>>> rule
) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "customGradient";

    protected internal override bool SharesMemory => true;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => inputs[0].Shape;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        inputs[0].AsSpan().CopyTo(y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var inputs = new Variable<T>[call.InputCount - 1];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = call.Input(i + 1);
        }
        var gradients = rule(inputs, call.Output, dy);
        if (gradients is null || gradients.Count != inputs.Length)
        {
            throw new InvalidOperationException(
                $"CustomGradient: the rule gave {gradients?.Count ?? 0} gradients for {inputs.Length} inputs; there must be one per input."
            );
        }
        for (var i = 0; i < inputs.Length; i++)
        {
            if (dx.Needs(i + 1))
            {
                dx[i + 1] =
                    gradients[i]
                    ?? throw new InvalidOperationException(
                        $"CustomGradient: the rule gave null for input {i}, whose gradient is needed."
                    );
            }
        }
    }
}
