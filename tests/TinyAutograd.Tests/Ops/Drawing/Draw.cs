namespace TinyAutograd.Tests.Ops;

/// <summary>Draws what a row of the op table needs: shapes of rank 0 to 4 with axes of size 0 and 1 among them, attributes, numbers.</summary>
/// <param name="seed">The same seed draws the same.</param>
/// <param name="isLarge">Whether axes are long enough for kernels to split the work among threads.</param>
internal sealed partial class Draw(CaseSeed seed, bool isLarge = false)
{
    private const int LargeLength = 40_000;

    private readonly RandomGenerator random = new(seed.Seed);

    /// <summary>Whether axes are long: a row may then leave its largest attributes out.</summary>
    public bool IsLarge => isLarge;

    /// <summary>The generator itself, for what this class has no word for.</summary>
    public RandomGenerator Random => random;

    /// <summary>A generator for the law's own numbers, which does not depend on how much the row drew.</summary>
    public Draw Fork() => new(seed with { Seed = seed.Seed ^ 0x5DEECE6 });

    public bool Bool() => random.NextInt32(2) == 1;

    /// <summary>An attribute: an integer from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Int(int low, int high) => low + random.NextInt32(high - low + 1);

    public double Number(double low, double high) =>
        Round(low + (high - low) * random.NextDouble());

    public TItem Pick<TItem>(params ReadOnlySpan<TItem> items) =>
        items[random.NextInt32(items.Length)];

    /// <summary>The size of one axis: sometimes 0 (unless forbidden), often 1, else up to 4; about 50 in a large sample.</summary>
    public int Size(bool allowEmpty = true) =>
        isLarge ? Int(40, 60)
        : allowEmpty && Int(0, 99) < 6 ? 0
        : Int(0, 99) < 20 ? 1
        : Int(1, Math.Max(1, seed.MaxSize));

    /// <summary>A shape. In a large sample about 40,000 elements.</summary>
    public Shape Shape(int minRank = 0, int maxRank = 4, bool allowEmpty = true)
    {
        var rank = Int(minRank, Math.Max(minRank, Math.Min(maxRank, isLarge ? 3 : seed.MaxRank)));
        rank = isLarge && rank == 0 && maxRank > 0 ? 1 : rank;
        var sizes = new int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            sizes[axis] = isLarge
                ? (int)(Math.Pow(LargeLength, 1.0 / rank) * (0.9 + 0.2 * random.NextDouble()))
                : Size(allowEmpty);
        }
        return TinyAutograd.Shape.Of(sizes);
    }

    /// <summary>Two shapes that broadcast together; equal ones in a third of the cases.</summary>
    public (Shape A, Shape B) BroadcastShapes()
    {
        var shape = Shape();
        return Int(0, 2) == 0 ? (shape, shape) : (ExpandableTo(shape), ExpandableTo(shape));
    }

    /// <summary>A shape that broadcasts to the given one: leading axes left out, some of the others 1.</summary>
    public Shape ExpandableTo(Shape shape)
    {
        var skipped = Int(0, 2) == 0 ? Int(0, shape.Rank) : 0;
        return TinyAutograd.Shape.Of([
            .. shape.Skip(skipped).Select(size => Int(0, 3) == 0 ? 1 : size),
        ]);
    }

    /// <summary>One axis, counted from the front or the end.</summary>
    public int Axis(Shape shape) => Signed(random.NextInt32(shape.Rank), shape.Rank);

    /// <summary>Distinct axes, each counted from the front or the end, often with one between them that is not chosen; null means all.</summary>
    public int[]? Axes(Shape shape)
    {
        if (shape.Rank > 2 && Int(0, 3) == 0)
        {
            return [0, Signed(2, shape.Rank)];
        }
        if (shape.Rank == 0 || Int(0, 3) == 0)
        {
            return Bool() ? null : [.. Enumerable.Range(0, shape.Rank)];
        }
        return
        [
            .. Enumerable
                .Range(0, shape.Rank)
                .Where(_ => Bool())
                .Select(axis => Signed(axis, shape.Rank)),
        ];
    }

    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>Integers in [0, bound), with repetitions. The bound must be positive unless the shape is empty.</summary>
    public Indices Indices(Shape shape, int bound) =>
        TinyAutograd.Indices.Of(
            [.. Enumerable.Range(0, shape.ElementCount).Select(_ => random.NextInt32(bound))],
            shape
        );

    public Mask Mask(Shape shape) =>
        TinyAutograd.Mask.Of(
            [.. Enumerable.Range(0, shape.ElementCount).Select(_ => Bool())],
            shape
        );

    private int Signed(int axis, int rank) => Bool() ? axis : axis - rank;
}
