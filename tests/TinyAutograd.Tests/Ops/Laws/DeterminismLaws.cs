using System.Numerics;
using TinyAutograd.Kernels;
using TinyAutograd.Tests.Kernels;

namespace TinyAutograd.Tests.Ops;

/// <summary>Laws about what must not matter: repetition, recording, workspaces, which gradients are wanted.</summary>
public class DeterminismLaws
{
    public static TheoryData<string> Rows => [.. OpTable.Rows.Select(row => row.Name)];

    public static TheoryData<string> Differentiable => GradientLaws.Rows;

    [Theory]
    [MemberData(nameof(Rows))]
    public void Result_has_the_same_bits_again_recorded_and_in_a_workspace(string op) =>
        Law.Holds(
            OpTable.Row(op),
            25,
            (sample, _) =>
            {
                var first = Evaluate.Value(sample);
                Law.SameBits(first, Evaluate.Value(sample), "The result, again");
                using (new Workspace<double>())
                {
                    Law.SameBits(first, Evaluate.Value(sample), "The result in a workspace");
                    // Recycled memory now holds other numbers: an element that is not written would show.
                    Law.SameBits(first, Evaluate.Value(sample), "The result in a workspace, again");
                }
                using (new Tape<double>())
                {
                    Law.SameBits(first, Evaluate.Value(sample), "The recorded result");
                }
            }
        );

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradient_has_the_same_bits_again_and_whichever_others_are_wanted(string op) =>
        Law.Holds(
            OpTable.Row(op),
            25,
            (sample, d) =>
            {
                var upstream = d.Values(Evaluate.Value(sample).Shape, (-1, 1));
                foreach (var isComposed in new[] { false, true })
                {
                    var all = Evaluate.Gradients(sample, upstream, isComposed);
                    Law.SameBits(all, Evaluate.Gradients(sample, upstream, isComposed), "Again");
                    for (var i = 0; i < all.Length; i++)
                    {
                        var others = sample.Differentiable.Where((_, k) => k != i);
                        var alone = sample with { Constants = [.. sample.Constants, .. others] };
                        Law.SameBits(
                            all[i],
                            Evaluate.Gradients(alone, upstream, isComposed)[0],
                            $"Gradient {sample.Differentiable[i]} alone (composed: {isComposed})"
                        );
                    }
                }
            }
        );

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Inputs_and_upstream_gradient_keep_their_bits(string op) =>
        Law.Holds(
            OpTable.Row(op),
            20,
            (sample, d) =>
            {
                var inputs = sample.Variables<double>();
                var dy = d.Values(Evaluate.Value(sample).Shape, (-1, 1));
                var upstream = dy.ToVariable<double>();
                Variable<double>[] targets = [.. sample.Differentiable.Select(i => inputs[i])];
                foreach (var orders in new[] { 1, 2 })
                {
                    using var outer = orders == 2 ? new Tape<double>() : null;
                    using var tape = new Tape<double>();
                    var y = sample.Call(inputs);
                    var before = NdArray.From(y);
                    tape.Gradients(y, of: targets, upstream, Unreached.Zero);
                    Law.SameBits(before, NdArray.From(y), "The result after its gradient");
                    Law.SameBits(dy, NdArray.From(upstream), "The upstream gradient");
                    Law.SameBits(sample.Inputs, Array.ConvertAll(inputs, NdArray.From), "Inputs");
                }
            }
        );
}

/// <summary>The number of threads changes no bit.</summary>
[Collection(nameof(WorkerPoolCollection))]
public sealed class ThreadLaws : IDisposable
{
    private readonly int degree = WorkerPool.Degree;

    public static TheoryData<string> Rows => DeterminismLaws.Rows;

    public void Dispose() => WorkerPool.Degree = degree;

    [Theory]
    [MemberData(nameof(Rows))]
    public void Large_results_and_gradients_have_the_same_bits_on_1_2_and_4_threads(string op)
    {
        var row = OpTable.Row(op);
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

    private static void SameBits<T>(OpSample sample, bool hasGradient, Draw d)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        WorkerPool.Degree = 1;
        var value = Evaluate.Value<T>(sample, sample.Inputs);
        var upstream = d.Values(value.Shape, (-1, 1));
        var kernel = Gradients<T>(sample, upstream, hasGradient, isComposed: false);
        var rule = Gradients<T>(sample, upstream, hasGradient, isComposed: true);
        foreach (var threads in new[] { 2, 4 })
        {
            WorkerPool.Degree = threads;
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
