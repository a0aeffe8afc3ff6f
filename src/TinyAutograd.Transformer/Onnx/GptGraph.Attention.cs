namespace TinyAutograd.Transformer;

/// <content>Attention: heads that may share keys and values, positions that may be rotary.</content>
internal sealed partial class GptGraph<T>
{
    /// <summary>Cosines and sines of the present positions, (T, D/2) each.</summary>
    private sealed record Rotation(string Cosines, string Sines);

    private string Attention(
        int layer,
        CausalSelfAttention<T> attention,
        string x,
        string isPast,
        Rotation? turn
    )
    {
        var (config, sharing) = (model.Config, attention.HeadCount / attention.KeyValueHeadCount);
        var joined = Project(attention.QueryKeyValue, Name("qkv"), x); // (B, T, C + 2K)
        var parts = new[] { TraceName.Query, TraceName.Key, TraceName.Value };
        graph.Node(
            "Split",
            [.. parts.Select(part => Name($"{part}_joined"))],
            [
                joined,
                List(
                    "part_sizes",
                    config.ChannelCount,
                    config.KeyChannelCount,
                    config.KeyChannelCount
                ),
            ],
            OnnxAttribute.Of("axis", -1)
        ); // (B, T, C), (B, T, K), (B, T, K)
        var q = Heads(TraceName.Query, attention.HeadCount, turn); // (B, H, T, D)
        var k = Heads(TraceName.Key, attention.KeyValueHeadCount, turn); // (B, H, T, D)
        var v = Heads(TraceName.Value, attention.KeyValueHeadCount, turn: null); // (B, H, T, D)
        var transposed = graph.Node(
            "Transpose",
            Name($"{TraceName.Key}_transposed"),
            [k],
            Permutation(0, 1, 3, 2)
        ); // (B, H, D, T)
        var products = graph.Node("MatMul", Name("products"), [q, transposed]); // (B, H, T, T)
        var scores = graph.Node(
            "Mul",
            Name(TraceName.Scores),
            [products, Number("attention_scale", 1 / Math.Sqrt(config.HeadSize))]
        );
        var masked = graph.Node(
            "Where",
            Name("masked_scores"),
            [isPast, scores, Number("minus_infinity", double.NegativeInfinity)]
        );
        var pattern = graph.Node(
            "Softmax",
            Name(TraceName.Pattern),
            [masked],
            OnnxAttribute.Of("axis", -1)
        ); // (B, H, T, T)
        var z = graph.Node("MatMul", Name(TraceName.HeadResult), [pattern, v]); // (B, H, T, D)
        var side = graph.Node("Transpose", Name("z_side"), [z], Permutation(0, 2, 1, 3)); // (B, T, H, D)
        var y = graph.Node(
            "Reshape",
            Name("z_joined"),
            [side, List("joined_shape", 0, 0, config.ChannelCount)]
        ); // (B, T, C)
        return Project(attention.Output, Name(TraceName.AttentionOutput), y);

        // (B, T, n·D) → (B, n, T, D), rotated where positions are, then once for each head that shares it; 0 keeps the size of an axis
        string Heads(string part, int count, Rotation? turn)
        {
            var shared = count < attention.HeadCount;
            var split = graph.Node(
                "Reshape",
                Name($"{part}_split"),
                [Name($"{part}_joined"), List($"split_shape_{count}", 0, 0, count, config.HeadSize)]
            );
            var plain = Name(turn is null ? (shared ? $"{part}_own" : part) : $"{part}_unturned");
            var heads = graph.Node("Transpose", plain, [split], Permutation(0, 2, 1, 3));
            if (turn is not null)
            {
                heads = Rotate(heads, Name(shared ? $"{part}_own" : part), count, turn);
            }
            return shared ? Repeat(heads, Name(part), sharing) : heads;
        }

        string Name(string part) => TraceName.Of(layer, part);
    }

    // The tables of all positions that the model was made for: more are refused, as with learned ones.
    private Rotation? Turn(string positions)
    {
        if (model.Config.Positions != PositionKind.Rotary)
        {
            return null;
        }
        var (length, pairs) = (model.Config.ContextLength, model.Config.HeadSize / 2);
        var (cosines, sines) = (new T[length * pairs], new T[length * pairs]);
        for (var i = 0; i < cosines.Length; i++)
        {
            var (position, pair) = Math.DivRem(i, pairs);
            var angle =
                position * Math.Pow(model.Config.RotaryBase, -2.0 * pair / model.Config.HeadSize);
            (cosines[i], sines[i]) = (
                T.CreateTruncating(Math.Cos(angle)),
                T.CreateTruncating(Math.Sin(angle))
            );
        }
        return new Rotation(Of("cosines", cosines), Of("sines", sines));

        string Of(string name, T[] table) =>
            graph.Node(
                "Gather",
                name,
                [
                    graph.Constant(
                        OnnxTensor.Of($"all_{name}", Variable.Of<T>(table, [length, pairs]))
                    ),
                    positions,
                ]
            );
    }

    // Channels 2i and 2i + 1 are a pair (x₁, x₂): y₁ = x₁·cos − x₂·sin, y₂ = x₁·sin + x₂·cos.
    private string Rotate(string x, string output, int count, Rotation turn)
    {
        var pairs = graph.Node(
            "Reshape",
            $"{output}_pairs",
            [x, List($"pairs_shape_{count}", 0, count, -1, model.Config.HeadSize / 2, 2)]
        ); // (B, n, T, D/2, 2)
        var first = graph.Node(
            "Gather",
            $"{output}_first",
            [pairs, Integer("zero", 0)],
            OnnxAttribute.Of("axis", -1)
        );
        var second = graph.Node(
            "Gather",
            $"{output}_second",
            [pairs, Integer("one", 1)],
            OnnxAttribute.Of("axis", -1)
        );
        var one = Sum("first", "Sub", (first, turn.Cosines), (second, turn.Sines));
        var other = Sum("second", "Add", (first, turn.Sines), (second, turn.Cosines));
        var last = List("last_axis", -1);
        var turned = graph.Node(
            "Concat",
            $"{output}_turned",
            [
                graph.Node("Unsqueeze", $"{output}_turned_first_pair", [one, last]),
                graph.Node("Unsqueeze", $"{output}_turned_second_pair", [other, last]),
            ],
            OnnxAttribute.Of("axis", -1)
        ); // (B, n, T, D/2, 2)
        return graph.Node(
            "Reshape",
            output,
            [turned, List($"heads_shape_{count}", 0, count, -1, model.Config.HeadSize)]
        ); // (B, n, T, D)

        string Sum(
            string name,
            string kind,
            (string X, string Factor) a,
            (string X, string Factor) b
        ) =>
            graph.Node(
                kind,
                $"{output}_turned_{name}",
                [
                    graph.Node("Mul", $"{output}_{name}_a", [a.X, a.Factor]),
                    graph.Node("Mul", $"{output}_{name}_b", [b.X, b.Factor]),
                ]
            ); // (B, n, T, D/2)
    }

    // (B, n, T, D) → (B, H, T, D): each of the n heads as often as it is shared, one after the other.
    private string Repeat(string x, string output, int sharing)
    {
        var alone = graph.Node("Unsqueeze", $"{output}_alone", [x, List("axis_two", 2)]); // (B, n, 1, T, D)
        var repeated = graph.Node(
            "Expand",
            $"{output}_repeated",
            [alone, List("repeat_shape", 1, 1, sharing, 1, 1)]
        ); // (B, n, H/n, T, D)
        return graph.Node(
            "Reshape",
            output,
            [
                repeated,
                List(
                    $"heads_shape_{model.Config.HeadCount}",
                    0,
                    model.Config.HeadCount,
                    -1,
                    model.Config.HeadSize
                ),
            ]
        ); // (B, H, T, D)
    }
}
