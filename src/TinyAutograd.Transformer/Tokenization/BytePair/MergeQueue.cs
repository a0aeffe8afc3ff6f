namespace TinyAutograd.Transformer;

/// <summary>The pairs of a piece that may be merged, least rank first and the leftmost among equals: a binary heap of numbers.</summary>
/// <remarks>Rank and position share one number, rank above. Cost: building O(n), adding and taking O(log n).</remarks>
internal sealed class MergeQueue
{
    private long[] heap = [];

    /// <summary>Number of pairs.</summary>
    public int Count { get; private set; }

    /// <summary>Number of comparisons so far: the cost.</summary>
    public long ComparisonCount { get; private set; }

    /// <summary>Empties it and makes room.</summary>
    public void Clear(int capacity)
    {
        Count = 0;
        if (heap.Length < capacity)
        {
            heap = new long[capacity];
        }
    }

    /// <summary>Adds a pair without its place: <see cref="Build"/> must follow.</summary>
    public void Append(int rank, int position) => heap[Count++] = Key(rank, position);

    /// <summary>Puts what was appended in order.</summary>
    public void Build()
    {
        for (var i = Count / 2 - 1; i >= 0; i--)
        {
            SiftDown(i, heap[i]);
        }
    }

    /// <summary>Adds a pair.</summary>
    public void Add(int rank, int position)
    {
        var key = Key(rank, position);
        var i = Count++;
        while (i > 0)
        {
            var parent = (i - 1) / 2;
            ComparisonCount++;
            if (heap[parent] <= key)
            {
                break;
            }
            heap[i] = heap[parent];
            i = parent;
        }
        heap[i] = key;
    }

    /// <summary>Takes the first pair out.</summary>
    public (int Rank, int Position) Take()
    {
        var first = heap[0];
        Count--;
        if (Count > 0)
        {
            SiftDown(0, heap[Count]);
        }
        return ((int)(first >> 32), (int)first);
    }

    private void SiftDown(int i, long key)
    {
        while (2 * i + 1 is var child && child < Count)
        {
            ComparisonCount += 2;
            if (child + 1 < Count && heap[child + 1] < heap[child])
            {
                child++;
            }
            if (heap[child] >= key)
            {
                break;
            }
            heap[i] = heap[child];
            i = child;
        }
        heap[i] = key;
    }

    private static long Key(int rank, int position) => ((long)rank << 32) | (uint)position;
}
