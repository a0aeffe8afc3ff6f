using System.Numerics;

namespace TinyAutograd;

/// <content>Where the backward kernel of an entry writes.</content>
internal sealed partial class BackwardPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private bool[] received = []; // per input of the entry that is being visited
    private Variable<T>?[] rooms = []; // likewise: memory that its kernel writes into
    private Variable<T>?[] sums = []; // likewise: sums that its kernel adds to in place

    /// <summary>Fresh memory that a kernel fills with the gradient of input <paramref name="i"/>.</summary>
    public Span<T> Room(int i)
    {
        var input = recorder.InputsOf(visited)[i];
        var room = rooms[i] ??= new Variable<T>(
            recorder.Arena.Rent(input.Length),
            input.Shape,
            input.Length,
            "gradient"
        );
        return room.Block.Span(room.Length);
    }

    /// <summary>What other uses of input <paramref name="i"/> gave so far, if it may be added to in place.</summary>
    public bool TryGetSum(int i, out Span<T> sum)
    {
        sum = default;
        var slot = SlotOfInput(i);
        if (!usesKernels || slot < 0 || !isOwned[slot] || gradients[slot] is not { } gradient)
        {
            return false;
        }
        sums[i] = gradient;
        sum = gradient.Block.Span(gradient.Length);
        return true;
    }

    private void Expect(int inputCount)
    {
        if (received.Length < inputCount)
        {
            (received, rooms, sums) = (
                new bool[inputCount],
                new Variable<T>?[inputCount],
                new Variable<T>?[inputCount]
            );
        }
        for (var i = 0; i < inputCount; i++)
        {
            received[i] = false;
        }
        isPassedOn = false;
    }

    private void Commit(int inputCount)
    {
        for (var i = 0; i < inputCount; i++)
        {
            if (rooms[i] is { } room)
            {
                rooms[i] = null;
                received[i] = true;
                Add(i, room, isOwn: true);
            }
            else if (sums[i] is { } sum)
            {
                sums[i] = null;
                received[i] = true;
                recorder.Observer?.Differentiated(visited, i, gradients[VisitedSlot]!, sum);
            }
        }
    }
}
