using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace TinyAutograd;

/// <content>What cannot be differentiated: ops without a derivative, rules that forget an input, parameters updated since they were recorded.</content>
internal sealed partial class BackwardPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Throwing stands apart from visiting, which would otherwise clear room for the texts on each call.
    [DoesNotReturn]
    private void ThrowNoDerivative(Op<T> op) =>
        throw new InvalidOperationException(
            $"Gradient: {op} (entry {visited - start} of the tape) has no derivative and lies between a target and the loss. "
                + "Detach its input if the path is meant to be cut there."
        );

    [DoesNotReturn]
    private static void ThrowMissing(Op<T> op, int i) =>
        throw new InvalidOperationException(
            $"{op.Name}: its backward rule set no gradient for input {i}, which is needed."
        );

    private void ThrowIfParameterChanged(int inputCount)
    {
        for (var i = 0; i < inputCount; i++)
        {
            InputOf(i).ThrowIfEnded();
        }
    }

    // The target is a parameter's new value, but the tape saw an older one: that is worth its own message.
    private void ThrowIfReplaced(Variable<T> target, int end, string description)
    {
        for (var entry = start; entry < end; entry++)
        {
            foreach (var input in recorder.InputsOf(entry))
            {
                if (!input.IsAlive && ReferenceEquals(input.Block, target.Block))
                {
                    throw new InvalidOperationException(
                        $"Gradient: {description} was updated after entry {entry - start} ({recorder.Entries[entry].Op}) was recorded. "
                            + "Take gradients before the update, on a tape of its own."
                    );
                }
            }
        }
    }
}
