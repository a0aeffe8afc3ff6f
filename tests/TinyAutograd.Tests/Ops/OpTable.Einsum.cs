namespace TinyAutograd.Tests.Ops;

/// <content>The row of einsum.</content>
internal static partial class OpTable
{
    /// <summary>Equations with the indices of their result, which follow from the equation where it has no arrow.</summary>
    private static readonly (string Equation, string Result)[] Equations =
    [
        ("ij,jk->ik", "ik"), // a product of matrices
        ("ij,kj", "ik"),
        ("ij,jk->ki", "ki"),
        ("bij,bjk->bik", "bik"),
        ("bij,jk->bik", "bik"),
        ("ijb,bkj->kbi", "kbi"),
        ("bhqd,bhkd->bhqk", "bhqk"), // the scores of attention
        ("ij,jk,kl->il", "il"), // three operands
        ("i,i,i->i", "i"),
        ("i,ij,j->", ""),
        ("a,b,c->cab", "cab"),
        ("ij->ji", "ji"), // one operand
        ("ba", "ab"),
        ("ij->", ""),
        ("ijk->j", "j"),
        ("ii->i", "i"), // diagonals
        ("ii", ""),
        ("iij,jk->ki", "ki"),
        ("iji,j->i", "i"),
        ("iii->i", "i"),
        ("iijj->ij", "ij"),
        ("ijkij->k", "k"),
        ("i,i->", ""), // one axis each
        ("i,j->ji", "ji"),
        ("ij,ij->i", "i"),
        ("ij,ij->ji", "ji"),
        ("ij,k->k", "k"), // an index that only one operand has, and not the result
        (",ij->ji", "ji"), // a number
        (",->", ""),
        (" X y , y -> X ", "X"),
    ];

    private static IEnumerable<OpRow> Einsums() =>
        [
            Op("einsum", EinsumSample)
                .Throws(
                    () => VariableOps.Einsum("ij,jk->ik", Zeros(2, 3), Zeros(4, 5)),
                    ["ij,jk->ik", "'j'", "3", "(4, 5)", "4"]
                )
                .Throws(() => VariableOps.Einsum("ij->i", Zeros(3)), ["'ij'", "(3)", "1 axes"])
                .Throws(() => VariableOps.Einsum("ii->i", Zeros(2, 3)), ["'i'", "(2, 3)"])
                .Throws(() => VariableOps.Einsum("i,i->i", Zeros(3)), ["2 operands", "1"])
                .Throws(() => VariableOps.Einsum("i->j", Zeros(3)), ["'j'", "no operand"])
                .Throws(() => VariableOps.Einsum("i->ii", Zeros(3)), ["'i'", "twice"])
                .Throws(() => VariableOps.Einsum("...i->i", Zeros(3)), ["'.'"])
                .Throws(() => VariableOps.Einsum("i->i->i", Zeros(3)), ["not an index"]) with
            {
                Large = LargeEinsumSample,
            },
        ];

    private static OpSample EinsumSample(Draw d)
    {
        var (equation, result) = d.Pick(Equations);
        return EinsumSample(d, equation, result, () => d.Size());
    }

    private static OpSample LargeEinsumSample(Draw d) =>
        d.Bool()
            ? EinsumSample(d, "bij,kbj->bik", "bik", () => d.Int(30, 40))
            : EinsumSample(d, "iij,jk->ki", "ki", () => d.Int(30, 40));

    private static OpSample EinsumSample(Draw d, string equation, string result, Func<int> size)
    {
        var operands = equation
            .Replace(" ", "", StringComparison.Ordinal)
            .Split("->")[0]
            .Split(',');
        var sizes = string.Concat(operands).Distinct().ToDictionary(letter => letter, _ => size());
        return d.Sample(
            [
                .. operands.Select(letters =>
                    d.Values(Shape.Of([.. letters.Select(letter => sizes[letter])]))
                ),
            ],
            x => VariableOps.Einsum(equation, x),
            x => VariableOps.Einsum(equation, x),
            x => SumOfProducts(operands, result, sizes, x),
            $"\"{equation}\""
        );
    }

    /// <summary>For each index of the result, the sum over all values of the other letters of the product of the operands' elements.</summary>
    private static NdArray SumOfProducts(
        string[] operands,
        string result,
        Dictionary<char, int> sizes,
        NdArray[] x
    )
    {
        var summed = string.Concat(sizes.Keys.Except(result));
        return NdArray.Of(ShapeOf(result), at => NdArray.IndicesOf(ShapeOf(summed)).Sum(Term(at)));

        Shape ShapeOf(string letters) => Shape.Of([.. letters.Select(letter => sizes[letter])]);

        Func<int[], double> Term(int[] outer) =>
            inner =>
            {
                var place = result
                    .Zip(outer)
                    .Concat(summed.Zip(inner))
                    .ToDictionary(pair => pair.First, pair => pair.Second);
                return operands
                    .Zip(x, (letters, operand) => operand[[.. letters.Select(l => place[l])]])
                    .Aggregate(1.0, (product, factor) => product * factor);
            };
    }
}
