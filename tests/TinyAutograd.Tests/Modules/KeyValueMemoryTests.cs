using System.Numerics;
using FsCheck.Xunit;

namespace TinyAutograd.Tests.Modules;

/// <summary>A memory answers each position as attention over all of them does.</summary>
public class KeyValueMemoryTests
{
    private const int Size = 4;

    [Property(MaxTest = 60)]
    public void Each_position_finds_what_attention_of_all_positions_finds(int seed)
    {
        var random = new RandomGenerator(seed);
        var shared = 1 + random.NextInt32(3);
        var heads = shared * (1 + random.NextInt32(3));
        double? rotaryBase = random.NextInt32(2) == 0 ? null : 100 + random.NextInt32(1000);
        Check<double>(random, heads, shared, rotaryBase, count: 1 + random.NextInt32(12), 1e-13);
        Check<float>(random, heads, shared, rotaryBase, count: 1 + random.NextInt32(12), 1e-5);
    }

    [Fact]
    public void It_grows_up_to_its_capacity_and_keeps_what_it_has() =>
        Check<double>(
            new RandomGenerator(1),
            heads: 2,
            shared: 2,
            rotaryBase: 10,
            count: 300,
            1e-13
        );

    [Fact]
    public void Truncated_positions_are_forgotten_and_may_be_others()
    {
        var (memory, expected) = (Memory(capacity: 3), Memory(capacity: 3));
        Add(memory, 1, 2, 3);
        memory.Truncate(1);
        Assert.Equal(1, memory.Count);
        Add(memory, 4, 5);
        Add(expected, 1, 4, 5);
        Assert.Equal(Answer(expected), Answer(memory));
        memory.Truncate(3);
        Assert.Equal(Answer(expected), Answer(memory));
        memory.Truncate(0);
        Add(memory, 6);
        Assert.Equal([6, 6, 6, 6], Answer(memory));
    }

    [Fact]
    public void A_copy_goes_its_own_way()
    {
        var (memory, copy) = (Memory(capacity: 400), Memory(capacity: 300));
        Add(memory, [.. Enumerable.Range(0, 200).Select(i => i / 100.0)]);
        Add(copy, 7, 7);
        copy.CopyFrom(memory);
        copy.CopyFrom(copy);
        Memory(capacity: 200).CopyFrom(memory);
        Assert.Equal(200, copy.Count);
        Assert.Equal(Answer(memory), Answer(copy));
        var before = Answer(memory);
        Add(copy, 9);
        Assert.Equal(before, Answer(memory));
    }

    [Fact]
    public void Mistakes_are_named_and_change_nothing()
    {
        var memory = Memory(capacity: 2);
        var (row, longer) = (new double[Size], new double[Size + 1]);
        Names("key has 5", () => memory.Add(longer, row));
        Names("value has 5", () => memory.Add(row, longer));
        Names("query has 5", () => memory.Attend(longer, row));
        Names("result has 5", () => memory.Attend(row, longer));
        Names("no position", () => memory.Attend(row, row));
        Names("cannot stay of 0", () => memory.Truncate(1));
        Names("cannot stay of 0", () => memory.Truncate(-1));
        Assert.Equal(0, memory.Count);
        Add(memory, 1, 2);
        Names("all 2 positions", () => memory.Add(row, row));
        Names("heads", () => memory.CopyFrom(new KeyValueMemory<double>(9, 2, Size)));
        Names("heads", () => memory.CopyFrom(new KeyValueMemory<double>(9, 1, Size, null, 10)));
        var longest = Memory(capacity: 3);
        Add(longest, 1, 2, 3);
        Names("more than this one", () => memory.CopyFrom(longest));
        Assert.Equal(2, memory.Count);
        Assert.Throws<ArgumentNullException>(() => memory.CopyFrom(null!));
    }

    [Theory]
    [InlineData(0, 1, 4, null, null, "capacity")]
    [InlineData(1, 0, 4, null, null, "headCount")]
    [InlineData(1, 1, 0, null, null, "headSize")]
    [InlineData(1, 4, 4, 3, null, "4 heads of queries cannot share 3")]
    [InlineData(1, 4, 4, 0, null, "4 heads of queries cannot share 0")]
    [InlineData(1, 1, 3, null, 10.0, "an even number is needed")]
    [InlineData(1, 1, 4, null, 0.0, "rotaryBase is 0")]
    [InlineData(1, 1, 4, null, double.NaN, "rotaryBase is NaN")]
    [InlineData(int.MaxValue, 1, 4, null, null, "more than 2,000,000,000 elements")]
    [InlineData(1, 65536, 65536, 1, null, "more than 2,000,000,000 elements")]
    [InlineData(1 << 20, 1 << 12, 1, 1, null, "at most 1,073,741,824 are possible")]
    public void Impossible_sizes_are_refused(
        int capacity,
        int heads,
        int size,
        int? shared,
        double? rotaryBase,
        string fragment
    ) =>
        Names(
            fragment,
            () => _ = new KeyValueMemory<float>(capacity, heads, size, shared, rotaryBase)
        );

    // The tolerances are those of sums of as many values, of magnitude 4, as there are positions.
    // The reference: all positions at once, keys and values repeated for the heads that share them, and a causal mask.
    private static void Check<T>(
        RandomGenerator random,
        int heads,
        int shared,
        double? rotaryBase,
        int count,
        double tolerance
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var memory = new KeyValueMemory<T>(count, heads, Size, shared, rotaryBase);
        var q = Variable.Normal<T>([count, heads, Size], random);
        var k = Variable.Normal<T>([count, shared, Size], random);
        var v = Variable.Normal<T>([count, shared, Size], random);
        var expected = Turned(q)
            .ScaledDotProductAttention(Repeated(Turned(k)), Repeated(ByHeads(v)), isCausal: true)
            .Permute(1, 0, 2); // (T, H, D)
        var found = new T[heads * Size];
        for (var t = 0; t < count; t++)
        {
            memory.Add(Row(k, t), Row(v, t));
            memory.Attend(Row(q, t), found);
            var row = Row(expected, t);
            for (var i = 0; i < found.Length; i++)
            {
                var error = Math.Abs(double.CreateChecked(found[i] - row[i]));
                Assert.True(
                    error <= tolerance,
                    $"Position {t}, number {i}: {found[i]}, not {row[i]}."
                );
            }
        }
        Assert.Equal(count, memory.Count);

        Variable<T> ByHeads(Variable<T> x) => x.Permute(1, 0, 2); // (heads, T, D)
        Variable<T> Turned(Variable<T> x) =>
            rotaryBase is { } b ? ByHeads(x).RotaryEmbedding(frequencyBase: b) : ByHeads(x);
        Variable<T> Repeated(Variable<T> x) =>
            x.Reshape([shared, 1, count, Size])
                .Expand([shared, heads / shared, count, Size])
                .Reshape([heads, count, Size]);
    }

    private static ReadOnlySpan<T> Row<T>(Variable<T> x, int t)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var length = x.Shape[1] * x.Shape[2];
        return x.AsSpan().Slice(t * length, length);
    }

    private static KeyValueMemory<double> Memory(int capacity) => new(capacity, 1, Size);

    private static void Add(KeyValueMemory<double> memory, params double[] values)
    {
        foreach (var value in values)
        {
            memory.Add([value, -value, 1, 0], [value, value, value, value]);
        }
    }

    private static double[] Answer(KeyValueMemory<double> memory)
    {
        var result = new double[Size];
        memory.Attend([0.5, 0.25, 1, 1], result);
        return result;
    }

    private static void Names(string fragment, Action call) =>
        Assert.Contains(
            fragment,
            Assert.ThrowsAny<Exception>(call).Message,
            StringComparison.Ordinal
        );
}
