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

    // The last one freed of each size class; the others follow by NextFree.
    private readonly Block<T>?[] free = new Block<T>?[32 * StepsPerDoubling];
    private Block<T>?[] inUse = new Block<T>?[64];
    private int count;
    private int openRegions;
    private long epoch;

    /// <summary>Bytes that the arena holds, in use or free.</summary>
    public long Bytes { get; private set; }

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
            if (inUse[i] is { } block)
            {
                Recycle(block);
            }
            inUse[i] = null;
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
        var (sizeClass, capacity) = SizeClass(length);
        if (free[sizeClass] is { } block)
        {
            free[sizeClass] = block.NextFree;
            block.NextFree = null;
        }
        else
        {
            block = new Block<T>(capacity, owner: this, sizeClass);
            Bytes += (long)capacity * Unsafe.SizeOf<T>();
        }
        Add(block);
        return block;
    }

    /// <summary>Returns one block before its region closes.</summary>
    public void Return(Block<T> block)
    {
        if (ReferenceEquals(block.Owner, this))
        {
            inUse[block.Position] = null;
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
        if (first is not null)
        {
            first.Position = block.Position;
        }
        inUse[mark] = block;
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
        inUse[count++] = block;
    }

    private void Recycle(Block<T> block)
    {
        block.Revision++;
        block.NextFree = free[block.SizeClass];
        free[block.SizeClass] = block;
    }

    private void GiveUpUnused()
    {
        for (var i = 0; i < free.Length; i++)
        {
            Block<T>? last = null;
            for (var block = free[i]; block is not null; block = block.NextFree)
            {
                if (!IsUnused(block))
                {
                    last = block;
                    continue;
                }
                Bytes -= (long)block.Capacity * Unsafe.SizeOf<T>();
                if (last is null)
                {
                    free[i] = block.NextFree;
                }
                else
                {
                    last.NextFree = block.NextFree;
                }
            }
        }
    }

    private bool IsUnused(Block<T> block) => block.LastUsed < epoch - Patience;

    // Eight capacities per doubling: at most an eighth of a block is never used.
    private static (int Index, int Capacity) SizeClass(int length)
    {
        length = Math.Max(length, SmallestCapacity);
        var shift = BitOperations.Log2((uint)(length - 1)) - 3;
        var units = (length + (1 << shift) - 1) >> shift;
        return (
            shift * StepsPerDoubling + units - StepsPerDoubling,
            (int)Math.Max(length, Math.Min((long)units << shift, Array.MaxLength))
        );
    }
}
