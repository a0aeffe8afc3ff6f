using System.Numerics;

namespace TinyAutograd.Tests.Ops.Fused;

public class AttentionTests
{
    private const int Batches = 2;
    private const int Length = 9;
    private const int Heads = 3;
    private const int Channels = 12;

    private readonly Variable<double> qkv = Variable.Normal<double>(
        [Batches, Length, 3 * Channels],
        new RandomGenerator(1)
    );

    [Fact]
    public void A_later_position_never_changes_an_earlier_result_by_a_single_bit()
    {
        var changed = qkv.ToArray();
        for (var i = 5 * 3 * Channels; i < Length * 3 * Channels; i++)
        {
            changed[i] += 1; // positions 5 to 8 of the first sequence
        }
        var before = qkv.CausalSelfAttention(Heads).ToArray();
        var after = Variable.Of<double>(changed, qkv.Shape).CausalSelfAttention(Heads).ToArray();
        Assert.Equal(before[..(5 * Channels)], after[..(5 * Channels)]);
        Assert.Equal(before[(Length * Channels)..], after[(Length * Channels)..]);
        Assert.NotEqual(before[5 * Channels], after[5 * Channels]);
    }

    // 2¹⁵ positions have 2³⁰ scores: the most that fit the scratch memory of a thread beside the rest.
    [Fact]
    public void More_scores_than_memory_can_hold_are_refused_with_their_number()
    {
        const int TooLong = (1 << 15) + 1;
        var sequence = Variable.Zeros<float>([1, TooLong, 3]);
        var row = Variable.Zeros<float>([TooLong, 1]);
        const string Scores =
            "32,769 queries and 32,769 keys have 1,073,807,361 scores; at most 1,073,741,824 are possible. Use shorter sequences.";
        Says($"CausalSelfAttention: {Scores}", () => sequence.CausalSelfAttention(1));
        Says(
            $"CausalSelfAttentionProbabilities: {Scores}",
            () => sequence.CausalSelfAttentionProbabilities(1)
        );
        Says($"ScaledDotProductAttention: {Scores}", () => row.ScaledDotProductAttention(row, row));

        using var tape = new Tape<float>();
        const string Kept =
            "; at most 2,000,000,000 are possible. Use smaller batches or shorter sequences.";
        Says(
            $"CausalSelfAttention: the gradient needs 6,442,450,944 probabilities, 3 × 2 × 32,768 × 32,768{Kept}",
            () => Variable.Zeros<float>([3, TooLong - 1, 6]).CausalSelfAttention(2)
        );
        var rows = Variable.Zeros<float>([2, TooLong - 1, 1]);
        Says(
            $"ScaledDotProductAttention: the gradient needs 2,147,483,648 probabilities, 2 × 1 × 32,768 × 32,768{Kept}",
            () => rows.ScaledDotProductAttention(rows, rows)
        );

        static void Says(string message, Func<object> call) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    // The hidden half is not computed, up to the edge of a tile of at most 8 rows: 0 · NaN would show.
    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void What_the_mask_hides_is_not_read(int size)
    {
        const int T = 40;
        var clean = Variable.Normal<double>([1, T, 3 * size], new RandomGenerator(5));
        var y = Spoiled(T - 1, part: 2).CausalSelfAttention(1).ToArray();
        Assert.All(y[..(32 * size)], value => Assert.True(double.IsFinite(value)));
        Assert.Equal(clean.CausalSelfAttention(1).ToArray()[..(32 * size)], y[..(32 * size)]);

        // A bad key of the last position, and a bad upstream gradient of the first.
        var (ofKey, ofDy) = (Gradient(Spoiled(T - 1, part: 1), T), Gradient(clean, spoiled: 0));
        var expected = Gradient(clean, T);
        for (var t = 0; t < T; t++)
        {
            for (var part = 0; part < 3; part++)
            {
                Range columns = ((3 * t + part) * size)..((3 * t + part + 1) * size);
                if (part == 0 && t < 32)
                {
                    Assert.Equal(expected[columns], ofKey[columns]);
                }
                if (t >= 8)
                {
                    Assert.Equal(expected[columns], ofDy[columns]);
                }
            }
        }

        Variable<double> Spoiled(int position, int part)
        {
            var values = clean.ToArray();
            values.AsSpan((3 * position + part) * size, size).Fill(double.NaN);
            return Variable.Of<double>(values, clean.Shape);
        }

        double[] Gradient(Variable<double> qkv, int spoiled)
        {
            using var tape = new Tape<double>();
            var dy = Variable.Ones<double>([1, T, size]).ToArray();
            dy.AsSpan(Math.Min(spoiled * size, dy.Length), spoiled < T ? size : 0).Fill(double.NaN);
            var upstream = Variable.Of<double>(dy, [1, T, size]);
            return tape.Gradient(qkv.CausalSelfAttention(1), qkv, upstream).ToArray();
        }
    }

    [Fact]
    public void Three_parts_are_needed_where_there_is_no_sequence_too()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Variable.Zeros<double>([0, 4, 7]).CausalSelfAttention(1)
        );
        Assert.StartsWith(
            "CausalSelfAttention: (0, 4, 7)",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_gradient_of_a_result_is_zero_at_later_positions()
    {
        using var tape = new Tape<double>();
        var dy = new double[Batches * Length * Channels];
        dy.AsSpan(4 * Channels, Channels).Fill(1); // position 4 of the first sequence
        var dx = tape.Gradient(
            qkv.CausalSelfAttention(Heads),
            qkv,
            Variable.Of<double>(dy, [Batches, Length, Channels])
        );
        var values = dx.ToArray();
        Assert.All(values[(5 * 3 * Channels)..], value => Assert.Equal(0, value));
        Assert.All(
            values[(4 * 3 * Channels)..(5 * 3 * Channels)],
            value => Assert.NotEqual(0, value)
        );
    }

    [Fact]
    public void Probabilities_are_causal_and_sum_to_one()
    {
        var p = qkv.CausalSelfAttentionProbabilities(Heads);
        Assert.Equal([Batches, Heads, Length, Length], p.Shape);
        Assert.All(p.Sum(-1).ToArray(), sum => Assert.Equal(1, sum, 2 * Length * 1.2e-16));
        var values = p.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            Assert.True(i % Length <= i / Length % Length || values[i] == 0);
        }
    }

    [Fact]
    public void The_probabilities_mix_the_values_into_the_result()
    {
        var p = qkv.CausalSelfAttentionProbabilities(Heads).ToArray();
        var x = qkv.ToArray();
        var y = qkv.CausalSelfAttention(Heads).ToArray();
        const int size = Channels / Heads;
        for (var b = 0; b < Batches; b++)
        {
            for (var i = 0; i < Length; i++)
            {
                for (var c = 0; c < Channels; c++)
                {
                    var mixed = 0.0;
                    for (var j = 0; j <= i; j++)
                    {
                        var share = p[((b * Heads + c / size) * Length + i) * Length + j];
                        mixed += share * x[(b * Length + j) * 3 * Channels + 2 * Channels + c];
                    }
                    Assert.Equal(mixed, y[(b * Length + i) * Channels + c], 1e-14);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 5, 2, 3)]
    [InlineData(3, 16, 4, 8)]
    [InlineData(2, 17, 1, 16)]
    [InlineData(1, 40, 3, 20)]
    [InlineData(1, 70, 2, 40)]
    public void Kernels_of_all_sizes_agree_with_the_composition(
        int batches,
        int length,
        int heads,
        int size
    )
    {
        // Sums of at most 3·70 terms of order 1 to 10, in another order.
        KernelsAgree<double>(batches, length, heads, size, 1e-13);
        KernelsAgree<float>(batches, length, heads, size, 5e-5);
    }

    [Fact]
    public void Leading_axes_of_queries_keys_and_values_broadcast()
    {
        var random = new RandomGenerator(4);
        var q = Variable.Normal<double>([2, 1, 3, 4], random);
        var k = Variable.Normal<double>([5, 6, 4], random);
        var v = Variable.Normal<double>([6, 2], random);
        using var tape = new Tape<double>();
        var y = q.ScaledDotProductAttention(k, v);
        Assert.Equal([2, 5, 3, 2], y.Shape);
        var composed = (q.MatMul(k, transposeB: true) * 0.5).Softmax().MatMul(v);
        AssertClose(composed, y, 1e-15);
        var got = tape.Gradients(y.Sum(), [q, k, v]);
        var want = tape.Gradients(composed.Sum(), [q, k, v]);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(want[i].Shape, got[i].Shape);
            AssertClose(want[i], got[i], 1e-14);
        }
    }

    [Fact]
    public void Misfits_name_the_shapes()
    {
        Assert.Contains(
            "12 channels (a third of 36) cannot be divided among 5 heads",
            Assert.Throws<ArgumentException>(() => qkv.CausalSelfAttention(5)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => qkv.CausalSelfAttention(0));
        Assert.Throws<ArgumentException>(() => Ones(2, 3, 4).CausalSelfAttention(1));
        Assert.Throws<ArgumentException>(() => Ones(3, 6).CausalSelfAttentionProbabilities(1));
        var error = Assert.Throws<ArgumentException>(() =>
            Ones(2, 3).ScaledDotProductAttention(Ones(4, 3), Ones(4, 2), isCausal: true)
        );
        Assert.Contains("q (2, 3), k (4, 3), v (4, 2)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() =>
            Ones(2, 3).ScaledDotProductAttention(Ones(4, 5), Ones(4, 2))
        );
        Assert.Throws<ArgumentException>(() =>
            Ones(2, 2, 3).ScaledDotProductAttention(Ones(3, 4, 3), Ones(4, 2))
        );
    }

    private static void KernelsAgree<T>(
        int batches,
        int length,
        int heads,
        int size,
        double tolerance
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new RandomGenerator(length);
        var x = Variable.Normal<T>([batches, length, 3 * heads * size], random);
        var dy = Variable.Normal<T>([batches, length, heads * size], random);
        var op = new CausalSelfAttentionOp<T>(heads);
        using var tape = new Tape<T>();
        var (fused, composed) = (op.Apply(x), op.Compose([x]));
        AssertClose(composed, fused, tolerance);
        AssertClose(tape.Gradient(composed, x, dy), tape.Gradient(fused, x, dy), tolerance);
    }

    private static void AssertClose<T>(Variable<T> want, Variable<T> got, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(want.Length, got.Length);
        for (var i = 0; i < want.Length; i++)
        {
            Assert.Equal(
                double.CreateChecked(want.AsSpan()[i]),
                double.CreateChecked(got.AsSpan()[i]),
                tolerance
            );
        }
    }

    private static Variable<double> Ones(params int[] sizes) =>
        Variable.Ones<double>(Shape.Of(sizes));
}
