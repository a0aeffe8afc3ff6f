namespace TinyAutograd.Tests.Vectors;

/// <content>The ops of <c>Ops/Losses</c>.</content>
internal static partial class VectorCalls
{
    private static Dictionary<string, Call> Losses() =>
        new()
        {
            ["cross_entropy"] = One(
                (c, x) =>
                    x[0]
                        .CrossEntropy(
                            c.Indices(1),
                            c.Int("ignore_index"),
                            c.Number("label_smoothing"),
                            ReductionOf(c)
                        )
            ),
            ["nll"] = One((c, x) => x[0].Nll(c.Indices(1), c.Int("ignore_index"), ReductionOf(c))),
            ["mse"] = One((c, x) => x[0].Mse(x[1], ReductionOf(c))),
        };

    private static LossReduction ReductionOf(VectorCase c) =>
        Enum.Parse<LossReduction>(c.Text("reduction"), ignoreCase: true);
}
