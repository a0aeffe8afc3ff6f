using System.Numerics;

namespace TinyAutograd;

/// <content>Parameters that were updated between recording and differentiating.</content>
internal sealed partial class BackwardPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private void ThrowIfParameterChanged(int entry)
    {
        foreach (var input in recorder.InputsOf(entry))
        {
            input.ThrowIfEnded();
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
