using System.Numerics;
using TinyAutograd.Transformer.Tests.Model;

namespace TinyAutograd.Transformer.Tests.Onnx;

/// <summary>An independent runtime gives our logits, and those of the reference vectors.</summary>
public sealed class OnnxRuntimeTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("onnx");

    private string ModelPath => Path.Combine(folder.FullName, "model.onnx");

    public void Dispose() => folder.Delete(recursive: true);

    [OnnxRuntimeFact]
    public void Logits_match_in_float() => Matches<float>("small", "f32", "float32");

    [OnnxRuntimeFact]
    public void Logits_of_a_free_head_match_in_float() =>
        Matches<float>("small_untied", "f32", "float32");

    [OnnxRuntimeFact]
    public void Logits_match_in_double() => Matches<double>("small", "f64", "float64");

    [OnnxRuntimeFact]
    public void Weights_in_a_file_of_their_own_are_found() =>
        Matches<float>("small", "f32", "float32", longestMessage: 1_000);

    [OnnxRuntimeFact]
    public void Logits_of_every_kind_of_model_match_in_float() =>
        Assert.All(ModelKinds.All, kind => Matches(Drawn<float>(kind.Value), "f32", "float32"));

    [OnnxRuntimeFact]
    public void Logits_of_rotary_gated_shared_heads_match_in_double() =>
        Matches(Drawn<double>(ModelKinds.Config("all at once")), "f64", "float64");

    [OnnxRuntimeFact]
    public void More_positions_than_the_context_are_refused()
    {
        var model = GptVectors.Load<float>("small");
        OnnxFile.Save(ModelPath, model);
        var tooLong = Tokens(model.Config, 1, model.Config.ContextLength + 1);
        var error = Assert.Throws<InvalidOperationException>(() =>
            OnnxRuntime.Logits(ModelPath, isOptimized: true, tooLong)
        );
        Assert.Contains("position_embed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_runtime_tests_skip_with_the_remedy_but_never_in_continuous_integration()
    {
        Assert.Contains(OnnxRuntime.Install, OnnxRuntime.SkipReason(false, null));
        Assert.Null(OnnxRuntime.SkipReason(false, "true"));
        Assert.Null(OnnxRuntime.SkipReason(true, null));
        Assert.Contains(
            OnnxRuntime.Install,
            File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run"))
        );
    }

    // Weights far from zero, so that every part counts.
    private static Gpt<T> Drawn<T>(GptConfig config)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new RandomGenerator(5);
        var model = new Gpt<T>(config, random);
        foreach (var parameter in model.Parameters)
        {
            parameter.Assign(
                (
                    parameter + Variable.Normal<T>(parameter.Shape, random) * T.CreateChecked(0.3)
                ).AsSpan()
            );
        }
        return model;
    }

    private void Matches<T>(
        string name,
        string precision,
        string type,
        long longestMessage = int.MaxValue
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var reference = GptVectors.Numbers(name, $"forward.{precision}");
        var tokens = reference["idx"].ReadIndices();
        var logits = Matches(GptVectors.Load<T>(name), precision, type, longestMessage, tokens);
        new VectorTolerance($"gpt.{precision}").Equal<T>(
            "logits",
            "reference",
            reference["logits"].ReadVariable<T>().AsSpan(),
            logits[0]
        );
    }

    // Ours and the runtime's for the given and four other shapes; the runtime's are returned.
    private List<T[]> Matches<T>(
        Gpt<T> model,
        string precision,
        string type,
        long longestMessage = int.MaxValue,
        params Indices[] given
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var tolerance = new VectorTolerance($"gpt.{precision}");
        OnnxFile.Save(ModelPath, model, longestMessage);
        var longest = model.Config.ContextLength;
        Indices[] batches =
        [
            .. given,
            Tokens(model.Config, 1, 1),
            Tokens(model.Config, 1, longest),
            Tokens(model.Config, 3, 5),
            Tokens(model.Config, 7, 2),
        ];
        var answers = OnnxRuntime.Logits(ModelPath, isOptimized: precision == "f32", batches);
        Assert.Equal(batches.Length, answers.Length);
        foreach (var (tokens, answer) in batches.Zip(answers))
        {
            var ours = model.Forward(tokens);
            Assert.Equal(type, answer.Type);
            Assert.Equal(ours.Shape, Shape.Of(answer.Shape));
            tolerance.Equal<T>("logits", $"{tokens.Shape}", ours.AsSpan(), Numbers(answer.Values));
        }
        return [.. answers.Select(answer => Numbers(answer.Values))];

        static T[] Numbers(double[] values) => [.. values.Select(T.CreateChecked)];
    }

    private static Indices Tokens(GptConfig config, int batch, int positions)
    {
        var random = new RandomGenerator(positions);
        return Indices.Of(
            [
                .. Enumerable
                    .Range(0, batch * positions)
                    .Select(_ => random.NextInt32(config.VocabularySize)),
            ],
            [batch, positions]
        );
    }
}
