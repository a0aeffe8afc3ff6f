using System.Numerics;

namespace TinyAutograd.Transformer.Tests.Model;

/// <summary>The GPTs of the reference vectors: logits, attention, hidden states, losses and all gradients.</summary>
public class GptVectorTests
{
    [Theory]
    [MemberData(nameof(GptVectors.Names), MemberType = typeof(GptVectors))]
    public void Forward_and_gradients_match_in_double(string name) =>
        ForwardMatches<double>(name, "f64");

    [Theory]
    [MemberData(nameof(GptVectors.Names), MemberType = typeof(GptVectors))]
    public void Forward_and_gradients_match_in_float(string name) =>
        ForwardMatches<float>(name, "f32");

    private static void ForwardMatches<T>(string name, string precision)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var file = GptVectors.Numbers(name, $"forward.{precision}");
        var comparison = new GptVectorComparison(file, new VectorTolerance($"gpt.{precision}"));
        var model = GptVectors.Load<T>(name);
        var tokens = file["idx"].ReadIndices(); // (B, T)
        comparison.Matches(
            "logits",
            "logits",
            model.Forward(tokens).IndexSelect(file["logit_rows"].ReadIndices(), axis: 1)
        );
        var positions = file["logits_t5"].Shape[1]; // all five, or only the last
        comparison.Matches(
            "logits",
            "logits_t5",
            model.Forward(FirstColumns(tokens, 5))[.., (5 - positions)..]
        );
        GradientsMatch("targets", "loss", "grad");
        GradientsMatch("targets_ignore", "loss_ignore", "grad_ignore");

        var x = model.Embed(tokens);
        HiddenMatches("hidden.embed", x);
        for (var layer = 0; layer < model.Blocks.Count; layer++)
        {
            var block = model.Blocks[layer];
            AttentionMatches($"attn.{layer}", block, x);
            x = block.Forward(x);
            HiddenMatches($"hidden.{layer}", x);
        }
        HiddenMatches("hidden.ln_f", model.FinalNorm.Forward(x));
        comparison.AssertComplete();

        // of the first sequences, at some of the positions that look
        void AttentionMatches(string entry, TransformerBlock<T> block, Variable<T> before)
        {
            if (file.Contains(entry))
            {
                var pattern = block.Attention.Pattern(block.AttentionNorm.Forward(before)); // (B, H, T, T)
                comparison.Matches(
                    "attn",
                    entry,
                    pattern[..file[entry].Shape[0]]
                        .IndexSelect(file["attn_rows"].ReadIndices(), axis: 2)
                );
            }
        }

        void HiddenMatches(string entry, Variable<T> actual)
        {
            if (file.Contains(entry))
            {
                comparison.Matches("hidden", entry, actual);
            }
        }

        void GradientsMatch(string targets, string loss, string prefix)
        {
            using var tape = new Tape<T>();
            var actual = model.Loss(new Batch(tokens, file[targets].ReadIndices()));
            comparison.Matches("loss", loss, actual);
            var gradients = tape.Gradients(actual, of: model.Parameters);
            foreach (
                var parameter in model.Parameters.Where(parameter =>
                    comparison.Has(prefix, parameter.Name)
                )
            )
            {
                comparison.MatchesParameter(prefix, parameter.Name, gradients[parameter]);
            }
        }
    }

    private static Indices FirstColumns(Indices tokens, int count) =>
        Indices.Of(
            [.. tokens.ToArray().Chunk(tokens.Shape[1]).SelectMany(row => row[..count])],
            [tokens.Shape[0], count]
        );
}
