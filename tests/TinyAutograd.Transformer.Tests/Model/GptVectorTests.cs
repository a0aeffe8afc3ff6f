using System.Numerics;

namespace TinyAutograd.Transformer.Tests.Model;

/// <summary>The small GPT-2 of the reference vectors: logits, attention, hidden states, losses, all gradients and 50 AdamW steps.</summary>
public class GptVectorTests
{
    private static readonly GptConfig Config = new()
    {
        VocabularySize = 27,
        ContextLength = 16,
        LayerCount = 2,
        HeadCount = 4,
        ChannelCount = 32,
    };

    [Fact]
    public void Forward_and_gradients_match_in_double() => ForwardMatches<double>("f64");

    [Fact]
    public void Forward_and_gradients_match_in_float() => ForwardMatches<float>("f32");

    [Fact]
    public void Fifty_steps_of_training_match_in_double() => TrainingMatches<double>("f64");

    [Fact]
    public void Fifty_steps_of_training_match_in_float() => TrainingMatches<float>("f32");

    private static void ForwardMatches<T>(string precision)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var file = GptVectors.Numbers("small", $"forward.{precision}");
        var tolerance = new VectorTolerance($"gpt.{precision}");
        var model = GptVectors.Load<T>("small");
        var tokens = file["idx"].ReadIndices();
        Matches("logits", "logits", model.Forward(tokens));
        Matches("logits", "logits_t5", model.Forward(FirstColumns(tokens, 5)));
        GradientsMatch("targets", "loss", "grad");
        GradientsMatch("targets_ignore", "loss_ignore", "grad_ignore");

        var x = model.Embed(tokens);
        for (var layer = 0; layer < Config.LayerCount; layer++)
        {
            var block = model.Blocks[layer];
            Matches(
                "attn",
                $"attn.{layer}",
                block.Attention.Pattern(block.AttentionNorm.Forward(x))
            );
            HiddenMatches(layer == 0 ? "hidden.embed" : $"hidden.{layer - 1}", x);
            x = block.Forward(x);
        }
        HiddenMatches($"hidden.{Config.LayerCount - 1}", x);
        HiddenMatches("hidden.ln_f", model.FinalNorm.Forward(x));

        void Matches(string quantity, string name, Variable<T> actual)
        {
            Assert.Equal(file[name].Shape, actual.Shape);
            tolerance.Equal(quantity, name, file[name].ReadVariable<T>().AsSpan(), actual.AsSpan());
        }

        // Hidden states are in the file of doubles only.
        void HiddenMatches(string name, Variable<T> actual)
        {
            Assert.Equal(precision == "f64", file.Contains(name));
            if (file.Contains(name))
            {
                Matches("hidden", name, actual);
            }
        }

        void GradientsMatch(string targets, string lossName, string prefix)
        {
            using var tape = new Tape<T>();
            var loss = model.Loss(new Batch(tokens, file[targets].ReadIndices()));
            Matches("loss", lossName, loss);
            var gradients = tape.Gradients(loss, of: model.Parameters);
            var compared = 0;
            foreach (
                var parameter in model.Parameters.Where(parameter =>
                    file.Contains($"{prefix}.{parameter.Name}")
                )
            )
            {
                var name = $"{prefix}.{parameter.Name}";
                var (expected, actual) = (
                    file[name].ReadVariable<T>().ToArray(),
                    gradients[parameter].ToArray()
                );
                if (parameter.Name.EndsWith("c_attn.bias", StringComparison.Ordinal))
                {
                    var c = Config.ChannelCount; // the key bias in the middle has a mathematically zero gradient
                    tolerance.Equal<T>(
                        "grad.key_bias",
                        name,
                        expected.AsSpan(c, c),
                        actual.AsSpan(c, c)
                    );
                    (expected, actual) = (WithoutKeyBias(expected), WithoutKeyBias(actual));
                }
                tolerance.Equal<T>("grad", name, expected, actual);
                compared++;
            }
            Assert.Equal(prefix == "grad" ? model.Parameters.Count : 3, compared);
        }
    }

    private static void TrainingMatches<T>(string precision)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var file = GptVectors.Numbers("small", $"train.{precision}");
        var windows = GptVectors.Numbers("small", "train.f64")["windows"].ReadIndices(); // (50, 4, 17)
        var tolerance = new VectorTolerance($"gpt.{precision}");
        var model = GptVectors.Load<T>("small");
        var optimizer = Trainer<T>.CreateOptimizer(
            model,
            new TrainingOptions
            {
                Beta1 = 0.9,
                Beta2 = 0.95,
                WeightDecay = 0.1,
                LearningRate = 1e-3,
            }
        );
        var (losses, norms) = (new T[50], new T[50]);
        for (var step = 0; step < 50; step++)
        {
            using var tape = new Tape<T>();
            var loss = model.Loss(Window(windows, step));
            var gradients = tape.Gradients(loss, of: model.Parameters)
                .ClipByGlobalNorm(1.0, out var norm);
            (losses[step], norms[step]) = (loss.Item(), T.CreateChecked(norm));
            optimizer.Step(gradients);
        }
        tolerance.Equal<T>("losses", "losses", file["losses"].ReadVariable<T>().AsSpan(), losses);
        tolerance.Equal<T>(
            "grad_norms",
            "grad_norms",
            file["grad_norms"].ReadVariable<T>().AsSpan(),
            norms
        );
        foreach (var parameter in model.Parameters)
        {
            var name = $"final.{parameter.Name}";
            var (expected, actual) = (
                file[name].ReadVariable<T>().ToArray(),
                parameter.Value.ToArray()
            );
            if (parameter.Name.EndsWith("c_attn.bias", StringComparison.Ordinal))
            {
                // Adam scales the rounding noise of the key bias up: the manifest compares it in double only.
                var c = Config.ChannelCount;
                if (precision == "f64")
                {
                    tolerance.Equal<T>(
                        "final.key_bias",
                        name,
                        expected.AsSpan(c, c),
                        actual.AsSpan(c, c)
                    );
                }
                (expected, actual) = (WithoutKeyBias(expected), WithoutKeyBias(actual));
            }
            tolerance.Equal<T>("final", name, expected, actual);
        }
    }

    private static Indices FirstColumns(Indices tokens, int count) =>
        Indices.Of(
            [.. tokens.ToArray().Chunk(tokens.Shape[1]).SelectMany(row => row[..count])],
            [tokens.Shape[0], count]
        );

    private static Batch Window(Indices windows, int step)
    {
        var rows = windows.ToArray().Chunk(17).Skip(step * 4).Take(4).ToArray();
        return new Batch(
            Indices.Of([.. rows.SelectMany(row => row[..16])], [4, 16]),
            Indices.Of([.. rows.SelectMany(row => row[1..])], [4, 16])
        );
    }

    private static T[] WithoutKeyBias<T>(T[] values) =>
        [.. values[..Config.ChannelCount], .. values[(2 * Config.ChannelCount)..]];
}
