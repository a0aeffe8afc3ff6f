using System.Numerics;

namespace TinyAutograd;

/// <summary>An op with its own kernels whose meaning is a composition of other ops: a proven shortcut.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>The composition gives the backward rule of any order, and is the reference of its tests.</remarks>
public abstract class FusedOp<T> : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What the op means, in other ops.</summary>
    /// <param name="inputs">The inputs of the op.</param>
    /// <returns>The same result as the op, up to rounding.</returns>
    public abstract Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs);

    /// <inheritdoc/>
    public sealed override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var inputs = new Variable<T>[call.InputCount];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = call.Input(i);
            // An input that occurs twice is told apart, or the inner tape would give each place the sum of both.
            if (Array.IndexOf(inputs, inputs[i]) < i)
            {
                inputs[i] = inputs[i].Alias();
            }
        }
        using var tape = new Tape<T>();
        var y = Compose(inputs);
        var gradients = tape.Gradients(y, of: inputs, upstream: dy, unreached: Unreached.Zero);
        for (var i = 0; i < inputs.Length; i++)
        {
            if (dx.Needs(i))
            {
                dx[i] = tape.Keep(gradients[i]);
            }
        }
    }

    /// <summary>A direction is carried through the composition.</summary>
    /// <inheritdoc cref="Op{T}.Tangent" path="/param|/returns"/>
    public override Variable<T> Tangent(OpCall<T> call, ReadOnlySpan<Variable<T>?> dx)
    {
        var inputs = new Variable<T>[call.InputCount];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = call.Input(i);
        }
        using var tape = new Tape<T>();
        return tape.Keep(ForwardPass.Push(tape, Compose(inputs), inputs, dx));
    }
}
