namespace TinyAutograd.Tests.Vectors;

/// <content>The ops of <c>Ops/Convolution</c>.</content>
internal static partial class VectorCalls
{
    private static Dictionary<string, Call> Convolution() =>
        new()
        {
            ["conv1d"] = One(
                (c, x) =>
                    x[0]
                        .Conv1d(
                            x[1],
                            x.ElementAtOrDefault(2),
                            c.Ints("stride")[0],
                            c.Ints("padding")[0],
                            c.Ints("dilation")[0],
                            c.Int("groups")
                        )
            ),
            ["conv2d"] = One(
                (c, x) =>
                    x[0]
                        .Conv2d(
                            x[1],
                            x.ElementAtOrDefault(2),
                            Pair(c, "stride"),
                            Pair(c, "padding"),
                            Pair(c, "dilation"),
                            c.Int("groups")
                        )
            ),
            ["max_pool2d"] = One(
                (c, x) =>
                    x[0].MaxPool2d(Pair(c, "kernel_size"), Pair(c, "stride"), Pair(c, "padding"))
            ),
            ["avg_pool2d"] = One(
                (c, x) =>
                    x[0]
                        .AvgPool2d(
                            Pair(c, "kernel_size"),
                            Pair(c, "stride"),
                            Pair(c, "padding"),
                            c.Flag("count_include_pad")
                        )
            ),
        };

    private static HeightWidth Pair(VectorCase c, string name) =>
        new(c.Ints(name)[0], c.Ints(name)[1]);
}
