using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>Memory that one or more variables read. When its numbers end (its owner recycles or updates it) the revision moves on,
/// and every variable that remembers an older revision refuses to be read.</summary>
internal sealed class Block<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] array;
    private readonly int offset;

    /// <summary>Memory over an array that nobody else writes to.</summary>
    public Block(T[] array)
    {
        ElementType.ThrowIfUnsupported<T>();
        this.array = array;
        Capacity = array.Length;
    }

    /// <summary>Uninitialised memory, aligned to a cache line, owned by an arena or a parameter.</summary>
    public Block(int capacity, object owner, int sizeClass = 0, int number = 0)
    {
        ElementType.ThrowIfUnsupported<T>();
        (array, offset) = AlignedMemory.Allocate<T>(capacity);
        Capacity = capacity;
        Owner = owner;
        SizeClass = sizeClass;
        Number = number;
    }

    /// <summary>The arena that recycles this memory, the parameter that updates it, or null where the numbers never end.</summary>
    public object? Owner { get; init; }

    /// <summary>Number of elements that fit.</summary>
    public int Capacity { get; }

    /// <summary>Where the arena keeps it while it is free.</summary>
    public int SizeClass { get; }

    /// <summary>What the arena knows it by.</summary>
    public int Number { get; }

    /// <summary>The number of the next free block of its size class.</summary>
    public int NextFree { get; set; }

    /// <summary>How often the numbers have ended.</summary>
    public int Revision { get; set; }

    /// <summary>Position in the arena's list of blocks in use.</summary>
    public int Position { get; set; }

    /// <summary>The arena's epoch in which the block was last used.</summary>
    public long LastUsed { get; set; }

    public Span<T> Span(int length) => array.AsSpan(offset, length);

    public ReadOnlyMemory<T> Memory(int length) => array.AsMemory(offset, length);
}

/// <summary>The element types that are supported.</summary>
internal static class ElementType
{
    public static void ThrowIfUnsupported<T>()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException(
                $"TinyAutograd computes in float and double; {typeof(T).Name} is not supported. Convert the values first."
            );
        }
    }
}
