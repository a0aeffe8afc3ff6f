using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd;

/// <summary>The reusable memory of one thread. Blocks that were handed out since a mark return to it together, and are handed out again.</summary>
internal sealed class Arena<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // After this many outermost regions without use a block is given up, so that memory shrinks after a peak.
    private const int Patience = 64;
    private const int SmallestCapacity = 16;
    private const int StepsPerDoubling = 8;

    private const int None = -1;

    // Blocks are known by number: lists of numbers cost no write barrier.
    private readonly List<Block<T>?> blocks = [];
    private readonly Stack<int> unusedNumbers = [];
    private readonly int[] free = new int[32 * StepsPerDoubling]; // the last one freed of each size class; the others follow by NextFree
    private int[] inUse = new int[64];
    private int count;
    private int openRegions;
    private long epoch;

    /// <summary>Bytes that the arena holds, in use or free.</summary>
    public long Bytes { get; private set; }

    /// <summary>An arena without memory.</summary>
    public Arena() => Array.Fill(free, None);

    /// <summary>Opens a region: what is rented from now on returns when it closes. The result is its mark.</summary>
    public int Open()
    {
        openRegions++;
        return count;
    }

    /// <summary>Closes the region with this mark: its blocks are recycled, and variables that read them end.</summary>
    public void Close(int mark)
    {
        for (var i = mark; i < count; i++)
        {
            if (inUse[i] is var number and not None)
            {
                Recycle(blocks[number]!);
            }
        }
        count = mark;
        if (--openRegions == 0 && ++epoch % Patience == 0)
        {
            GiveUpUnused();
        }
    }

    /// <summary>Uninitialised memory: of the open region, or of the garbage collector where none is open.</summary>
    public Block<T> Rent(int length)
    {
        if (openRegions == 0)
        {
            return new Block<T>(GC.AllocateUninitializedArray<T>(length));
        }
        // Eight capacities per doubling: at most an eighth of a block is never used.
        length = Math.Max(length, SmallestCapacity);
        var shift = BitOperations.Log2((uint)(length - 1)) - 3;
        var units = (length + (1 << shift) - 1) >> shift;
        var sizeClass = shift * StepsPerDoubling + units - StepsPerDoubling;
        Block<T> block;
        if (free[sizeClass] is var number and not None)
        {
            block = blocks[number]!;
            free[sizeClass] = block.NextFree;
        }
        else
        {
            var capacity = (int)Math.Max(length, Math.Min((long)units << shift, Array.MaxLength));
            block = Allocate(capacity, sizeClass);
        }
        Add(block);
        return block;
    }

    /// <summary>Returns one block before its region closes.</summary>
    public void Return(Block<T> block)
    {
        if (ReferenceEquals(block.Owner, this))
        {
            inUse[block.Position] = None;
            Recycle(block);
        }
    }

    /// <summary>Moves a block out of the region with this mark into the one around it. The result is the region's new mark.</summary>
    public int MoveOut(Block<T> block, int mark)
    {
        if (!ReferenceEquals(block.Owner, this) || block.Position < mark)
        {
            return mark;
        }
        // It changes places with the region's first block, and that place then belongs to the region around it.
        var first = inUse[mark];
        inUse[block.Position] = first;
        if (first is not None)
        {
            blocks[first]!.Position = block.Position;
        }
        inUse[mark] = block.Number;
        block.Position = mark;
        return mark + 1;
    }

    private void Add(Block<T> block)
    {
        if (count == inUse.Length)
        {
            Array.Resize(ref inUse, 2 * count);
        }
        block.Position = count;
        block.LastUsed = epoch;
        inUse[count++] = block.Number;
    }

    private Block<T> Allocate(int capacity, int sizeClass)
    {
        if (!unusedNumbers.TryPop(out var number))
        {
            number = blocks.Count;
            blocks.Add(null);
        }
        var block = new Block<T>(capacity, owner: this, sizeClass, number);
        blocks[number] = block;
        Bytes += (long)capacity * Unsafe.SizeOf<T>();
        return block;
    }

    private void Recycle(Block<T> block)
    {
        block.Revision++;
        block.NextFree = free[block.SizeClass];
        free[block.SizeClass] = block.Number;
    }

    private void GiveUpUnused()
    {
        for (var i = 0; i < free.Length; i++)
        {
            Block<T>? last = null;
            for (var number = free[i]; number is not None; )
            {
                var block = blocks[number]!;
                number = block.NextFree;
                if (!IsUnused(block))
                {
                    last = block;
                    continue;
                }
                Bytes -= (long)block.Capacity * Unsafe.SizeOf<T>();
                blocks[block.Number] = null;
                unusedNumbers.Push(block.Number);
                if (last is null)
                {
                    free[i] = number;
                }
                else
                {
                    last.NextFree = number;
                }
            }
        }
    }

    private bool IsUnused(Block<T> block) => block.LastUsed < epoch - Patience;
}
