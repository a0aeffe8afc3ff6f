using System.Numerics;
using TinyAutograd.Kernels;
using TinyAutograd.Tests.Kernels;
using Xunit.Sdk;

namespace TinyAutograd.Tests.Ops;

/// <summary>The number of threads changes no bit, and neither does the place of numbers in memory.</summary>
[Collection(nameof(WorkerPoolCollection))]
public sealed class ThreadLaws : IDisposable
{
    private const int LargeObject = 90_000; // bytes: the collector does not move it

    private readonly int degree = WorkerPool.Degree;

    public static TheoryData<string> Rows => DeterminismLaws.Rows;

    public void Dispose() => WorkerPool.Degree = degree;

    [Theory]
    [MemberData(nameof(Rows))]
    public void Large_results_and_gradients_have_the_same_bits_on_1_2_and_4_threads(string op) =>
        SameOnAllThreads(OpTable.Row(op));

    internal static void SameOnAllThreads(OpRow row)
    {
        var hasGradient = row.IsDifferentiable && !row.IsDiscrete;
        Law.Holds(
            row,
            2,
            (sample, d) =>
            {
                SameBits<double>(sample, hasGradient, d.Fork());
                SameBits<float>(sample, hasGradient, d.Fork());
            },
            isLarge: true
        );
    }

    [Fact]
    public void An_op_whose_bits_depend_on_the_number_of_threads_is_caught()
    {
        var row = BrokenOps.Row(new BrokenOps.DependsOnThreads());
        var failure = Assert.Throws<XunitException>(() => SameOnAllThreads(row));
        Assert.Contains("on 4 threads", failure.Message, StringComparison.Ordinal);
    }

    private static void SameBits<T>(OpSample sample, bool hasGradient, Draw d)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var elsewhere = new List<byte[]>();
        WorkerPool.Degree = 1;
        var value = Evaluate.Value<T>(sample, sample.Inputs);
        var upstream = d.Values(value.Shape, (-1, 1));
        var kernel = Gradients<T>(sample, upstream, hasGradient, isComposed: false);
        var rule = Gradients<T>(sample, upstream, hasGradient, isComposed: true);
        foreach (var threads in new[] { 2, 4 })
        {
            WorkerPool.Degree = threads;
            // What is allocated from now on lies at other distances from the borders of vectors.
            elsewhere.Add(new byte[LargeObject + sizeof(double) * d.Int(1, 7)]);
            var on = $"on {threads} threads, {typeof(T).Name}";
            Law.SameBits(value, Evaluate.Value<T>(sample, sample.Inputs), $"The result {on}");
            Law.SameBits(
                kernel,
                Gradients<T>(sample, upstream, hasGradient, isComposed: false),
                $"Gradient {on}"
            );
            Law.SameBits(
                rule,
                Gradients<T>(sample, upstream, hasGradient, isComposed: true),
                $"Composed gradient {on}"
            );
        }
        GC.KeepAlive(elsewhere);
    }

    private static NdArray[] Gradients<T>(
        OpSample sample,
        NdArray upstream,
        bool hasGradient,
        bool isComposed
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        hasGradient ? Evaluate.Gradients<T>(sample, sample.Inputs, upstream, isComposed) : [];
}
