using System.Numerics;

namespace TinyAutograd.Tests.Ops;

/// <summary>An op in a static graph, traced before its inputs have numbers, gives what it gives by itself and allocates nothing; or it refuses to be traced.</summary>
public class StaticGraphLaws
{
    public static TheoryData<string> Rows => DeterminismLaws.Rows;

    /// <summary>Ops that look at numbers before they compute: to put them in order, or to refuse what is no probability.</summary>
    private static readonly HashSet<string> LookAtNumbers =
    [
        "sort",
        "topK",
        "klDivergence",
        "binaryCrossEntropy",
    ];

    /// <summary>Ops on masks, which are constants of a graph.</summary>
    private static readonly HashSet<string> OfMasks = ["all", "any"];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Static_graph_has_the_bits_of_the_op_and_allocates_nothing_or_refuses(string op) =>
        SameBits(OpTable.Row(op));

    internal static void SameBits(OpRow row) =>
        Law.Holds(
            row,
            15,
            (sample, _) =>
            {
                SameBits<double>(row, sample);
                SameBits<float>(row, sample);
            }
        );

    private static void SameBits<T>(OpRow row, OpSample sample)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Parameter<T>[] inputs =
        [
            .. sample.Inputs.Select((x, i) => new Parameter<T>($"input {i}", x.Shape)),
        ];
        StaticGraph<T> Trace() =>
            new(() => sample.Call(Array.ConvertAll(inputs, input => input.Value)));

        if (LookAtNumbers.Contains(row.Name) || (row.IsDiscrete && !OfMasks.Contains(row.Name)))
        {
            var error = Assert.Throws<InvalidOperationException>(Trace);
            Assert.Contains("static graph", error.Message, StringComparison.Ordinal);
            return;
        }
        var graph = Trace();
        var allocated = long.MaxValue;
        for (var run = 0; run < 5; run++)
        {
            for (var i = 0; i < inputs.Length; i++)
            {
                inputs[i].Assign(sample.Inputs[i].ToVariable<T>().AsSpan());
            }
            var before = GC.GetAllocatedBytesForCurrentThread();
            graph.Run();
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            Law.SameBits(
                Evaluate.Value<T>(sample, sample.Inputs),
                NdArray.From(graph.Result.Value),
                $"The graph, {typeof(T).Name}"
            );
            foreach (var input in inputs)
            {
                input.Update(0, static (numbers, _) => numbers.Fill(T.NaN));
            }
        }
        // Not in every run: scratch memory that all threads share may have gone to another test.
        Law.Require(
            allocated == 0,
            () => $"A run in {typeof(T).Name} allocated {allocated} bytes."
        );
    }
}
