namespace TinyAutograd.Transformer.Tests.Inspection;

public class GptTraceTests
{
    private static readonly Indices Tokens = Indices.Of([0, 3, 4, 4, 0, 10, 1, 7], [2, 4]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_logits_are_those_of_the_model(bool hasTiedHead)
    {
        var model = Samples.Model<double>(
            config: Samples.Config with
            {
                HasTiedHead = hasTiedHead,
            }
        );
        var logits = model.Trace(Tokens).Logits;
        Assert.Equal([2, 4, 11], logits.Shape);
        Assert.InRange(
            Samples.Difference(logits.ToArray(), model.Forward(Tokens).ToArray()),
            0,
            1e-12
        );
    }

    [Fact]
    public void In_float_the_logits_agree_to_float_rounding()
    {
        var model = Samples.Model<float>();
        var expected = model.Forward(Tokens).ToArray().Select(x => (double)x).ToArray();
        var scale = expected.Max(Math.Abs);
        Assert.InRange(
            Samples.Difference(
                model.Trace(Tokens).Logits.ToArray().Select(x => (double)x),
                expected
            ),
            0,
            1e-5 * scale
        );
    }

    [Fact]
    public void The_pattern_is_the_one_that_attention_reports()
    {
        var model = Samples.Model<double>();
        var trace = model.Trace(Tokens);
        for (var layer = 0; layer < 2; layer++)
        {
            var attention = model.Blocks[layer].Attention;
            var expected = attention.Pattern(trace[layer, TraceName.AttentionNorm]);
            Assert.Equal(expected.ToArray(), trace[layer, TraceName.Pattern].ToArray());
        }
    }

    [Fact]
    public void The_names_are_stable_and_in_the_order_of_computation()
    {
        string[] block =
        [
            "resid_pre",
            "ln1",
            "q",
            "k",
            "v",
            "scores",
            "pattern",
            "z",
            "attn_out",
            "resid_mid",
            "ln2",
            "mlp_hidden",
            "mlp_act",
            "mlp_out",
            "resid_post",
        ];
        string[] expected =
        [
            "embed",
            .. block.Select(part => $"blocks.0.{part}"),
            .. block.Select(part => $"blocks.1.{part}"),
            "ln_final",
            "logits",
        ];
        Assert.Equal(expected, Samples.Model<float>().Trace(Tokens).Names);
    }

    [Fact]
    public void The_shapes_are_the_documented_ones()
    {
        var trace = Samples.Model<float>().Trace(Tokens);
        string[] stream =
        [
            "resid_pre",
            "ln1",
            "attn_out",
            "resid_mid",
            "ln2",
            "mlp_out",
            "resid_post",
        ];
        Assert.All(stream, part => Assert.Equal([2, 4, 12], trace[1, part].Shape));
        Assert.All(["q", "k", "v", "z"], part => Assert.Equal([2, 3, 4, 4], trace[1, part].Shape));
        Assert.All(["scores", "pattern"], part => Assert.Equal([2, 3, 4, 4], trace[1, part].Shape));
        Assert.All(
            ["mlp_hidden", "mlp_act"],
            part => Assert.Equal([2, 4, 48], trace[1, part].Shape)
        );
        Assert.Equal([2, 4, 12], trace["embed"].Shape);
        Assert.Equal([2, 4, 12], trace["ln_final"].Shape);
    }

    [Fact]
    public void The_residual_stream_is_the_sum_of_what_was_added_to_it()
    {
        var trace = Samples.Model<double>().Trace(Tokens);
        var sum = trace["embed"];
        foreach (var layer in Enumerable.Range(0, 2))
        {
            Assert.Equal(sum.ToArray(), trace[layer, "resid_pre"].ToArray());
            sum = sum + trace[layer, "attn_out"] + trace[layer, "mlp_out"];
            Assert.Equal(sum.ToArray(), trace[layer, "resid_post"].ToArray());
        }
    }

    [Fact]
    public void Scores_are_not_masked_and_are_scaled_by_the_root_of_the_head_size()
    {
        var trace = Samples.Model<double>().Trace(Tokens);
        var q = trace[0, "q"][1, 2, 1].ToArray(); // second text, third head, second position
        var k = trace[0, "k"][1, 2, 3].ToArray(); // a later position
        var expected = q.Zip(k, (a, b) => a * b).Sum() / 2; // D = 4
        Assert.Equal(expected, trace[0, "scores"][1, 2, 1, 3].Item(), precision: 12);
        Assert.Equal(0.0, trace[0, "pattern"][1, 2, 1, 3].Item());
    }

    [Fact]
    public void An_edit_replaces_a_value_for_all_that_follows()
    {
        var model = Samples.Model<double>();
        var other = Indices.Of([5, 5, 1, 2, 9, 8, 7, 6], [2, 4]);
        var transplanted = model.Trace(Tokens).Logits.ToArray();
        var seen = new List<string>();
        var edited = model.Trace(
            other,
            (name, value) =>
            {
                seen.Add(name);
                return name == "blocks.1.resid_pre"
                    ? model.Trace(Tokens)["blocks.1.resid_pre"]
                    : value;
            }
        );
        Assert.Equal(transplanted, edited.Logits.ToArray());
        Assert.Equal(edited.Names, seen);
    }

    [Fact]
    public void An_edit_that_changes_a_shape_and_an_unknown_name_are_named()
    {
        var model = Samples.Model<float>();
        var edit = Assert.Throws<ArgumentException>(() =>
            model.Trace(Tokens, (name, value) => name == "blocks.0.z" ? value.Sum() : value)
        );
        Assert.Contains(
            "'blocks.0.z' gave shape (); (2, 3, 4, 4)",
            edit.Message,
            StringComparison.Ordinal
        );
        var unknown = Assert.Throws<KeyNotFoundException>(() => model.Trace(Tokens)[2, "z"]);
        Assert.Contains("'blocks.2.z'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("blocks.1.z", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_tape_the_loss_has_a_gradient_at_every_intermediate()
    {
        var model = Samples.Model<double>();
        using var tape = new Tape<double>();
        var trace = model.Trace(Tokens);
        var score = trace.Logits.Sum();
        Assert.All(
            trace.Names.Where(name => name != "logits"),
            name =>
            {
                var gradient = tape.Gradient(score, of: trace[name]);
                Assert.Equal(trace[name].Shape, gradient.Shape);
                Assert.Contains(gradient.ToArray(), x => x != 0);
            }
        );
    }
}
