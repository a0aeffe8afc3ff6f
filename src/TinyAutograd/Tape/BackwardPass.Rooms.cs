using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <content>Where the backward kernel of an entry writes.</content>
internal sealed partial class BackwardPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private bool[] isMissing = []; // per input of the entry that is being visited: it needs a gradient and has none yet
    private Block<T>?[] rooms = []; // likewise: memory that its kernel writes into
    private bool[] isAddedTo = []; // likewise: its kernel adds to the sum in place

    /// <summary>Fresh memory that a kernel fills with the gradient of input <paramref name="i"/>.</summary>
    public Span<T> Room(int i)
    {
        var length = InputOf(i).Length;
        var room = rooms[i] ??= recorder.Arena.Rent(length);
        return room.Span(length);
    }

    /// <summary>What other uses of input <paramref name="i"/> gave so far, if it may be added to in place.</summary>
    public bool TryGetSum(int i, out Span<T> sum)
    {
        sum = default;
        if (!Needs(i) || owned[SlotOfInput(i)] is not { } block)
        {
            return false;
        }
        isAddedTo[i] = true;
        sum = block.Span(InputOf(i).Length);
        return true;
    }

    private void Expect(int inputCount)
    {
        if (isMissing.Length < inputCount)
        {
            (isMissing, rooms, isAddedTo) = (
                new bool[inputCount],
                new Block<T>?[inputCount],
                new bool[inputCount]
            );
        }
        for (var i = 0; i < inputCount; i++)
        {
            isMissing[i] = Needs(i);
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
                isMissing[i] = false;
                if (recorder.Observer is { } observer)
                {
                    observer.Differentiated(visited, i, Upstream, Named(room, InputOf(i)));
                }
                Add(SlotOfInput(i), room, InputOf(i).Length);
            }
            else if (isAddedTo[i])
            {
                isAddedTo[i] = false;
                isMissing[i] = false;
                recorder.Observer?.Differentiated(
                    visited,
                    i,
                    Upstream,
                    GradientOf(SlotOfInput(i), InputOf(i))
                );
            }
        }
    }

    // Adds what a kernel wrote to what other uses of the variable gave.
    private void Add(int slot, Block<T> room, int length)
    {
        if (owned[slot] is { } sum)
        {
            var total = sum.Span(length);
            ElementwiseKernels.Add(total, room.Span(length), total);
            recorder.Arena.Return(room);
            return;
        }
        if (gradients[slot] is { } given)
        {
            ElementwiseKernels.Add(given.AsSpan(), room.Span(length), room.Span(length));
            gradients[slot] = null;
        }
        owned[slot] = room;
    }
}
