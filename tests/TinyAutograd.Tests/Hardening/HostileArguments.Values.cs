namespace TinyAutograd.Tests.Hardening;

/// <content>Integers, numbers, texts and amounts that break what was not thought through.</content>
internal sealed partial class HostileArguments
{
    private static readonly int[] Integers =
    [
        0,
        1,
        2,
        3,
        4,
        7,
        -1,
        -2,
        -3,
        -9,
        int.MaxValue,
        int.MinValue,
        65_536, // its square is 0 in 32 bits
    ];

    private static readonly double[] Numbers =
    [
        0,
        -0.0,
        1,
        -1,
        0.5,
        2.5,
        -3,
        1e-320,
        1e300,
        -1e300,
        double.PositiveInfinity,
        double.NegativeInfinity,
        double.NaN,
    ];

    private static readonly string[] Texts =
    [
        "",
        "a",
        "b.c",
        " ",
        "ij,jk->ik",
        "ii->i",
        "i,i->",
        "ij->",
        "->",
        "i->ii",
        "…",
        "ab,bc",
        "ij",
        "\0",
        "\ud800",
    ];

    // Asking for this much more of something is asking for that much time or memory, and no mistake.
    private static readonly string[] Amounts =
    [
        "layer",
        "step",
        "sample",
        "directions",
        "limit",
        "width",
        "order",
        "interval",
        "maximum",
    ];
}
