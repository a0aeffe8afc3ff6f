using System.Numerics;

namespace TinyAutograd.Transformer.Tests.Model;

/// <summary>Training as the reference vectors have it: 50 steps of each GPT, and the 300 steps behind the one that is decoded.</summary>
public class GptTrainingVectorTests
{
    private static readonly TrainingOptions Options = new()
    {
        Beta1 = 0.9,
        Beta2 = 0.95,
        WeightDecay = 0.1,
        LearningRate = 1e-3,
    };

    [Theory]
    [MemberData(nameof(GptVectors.Names), MemberType = typeof(GptVectors))]
    public void Fifty_steps_match_in_double(string name) => FiftyStepsMatch<double>(name, "f64");

    [Theory]
    [MemberData(nameof(GptVectors.Names), MemberType = typeof(GptVectors))]
    public void Fifty_steps_match_in_float(string name) => FiftyStepsMatch<float>(name, "f32");

    [Fact]
    public void The_300_steps_behind_greedy_decoding_match_in_double()
    {
        var model = ThreeHundredStepsMatch<double>("");
        var trained = GptVectors.Numbers("decode", "trained");
        var comparison = new GptVectorComparison(trained, new VectorTolerance("gpt.decode"));
        foreach (var parameter in model.Parameters)
        {
            comparison.Matches("trained (from a float64 run)", parameter.Name, parameter.Value);
        }
        comparison.AssertComplete();
    }

    [Fact]
    public void The_300_steps_behind_greedy_decoding_match_in_float() =>
        ThreeHundredStepsMatch<float>("_f32");

    private static void FiftyStepsMatch<T>(string name, string precision)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var file = GptVectors.Numbers(name, $"train.{precision}");
        var windows = GptVectors.Numbers(name, "train.f64")["windows"].ReadIndices(); // (50, B, T + 1)
        var (batch, length) = (windows.Shape[1], windows.Shape[2]);
        var rows = windows.ToArray().Chunk(length).ToArray();
        var model = GptVectors.Load<T>(name);
        var (losses, norms) = Train(
            model,
            [.. rows.Chunk(batch).Select(step => (Of(step), Options.LearningRate))]
        );
        var comparison = new GptVectorComparison(file, new VectorTolerance($"gpt.{precision}"));
        comparison.Matches<T>("losses", "losses", losses);
        comparison.Matches<T>("grad_norms", "grad_norms", norms);
        foreach (var parameter in model.Parameters)
        {
            comparison.MatchesParameter("final", parameter.Name, parameter.Value);
        }
        comparison.AssertComplete();
    }

    private static Gpt<T> ThreeHundredStepsMatch<T>(string ending)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var file = GptVectors.Numbers("decode", "training");
        var tolerance = new VectorTolerance("gpt.decode");
        var model = GptVectors.Load<T>("small");
        var length = model.Config.ContextLength + 1;
        var text = file["tokens"].ReadIndices().ToArray();
        var starts = file["starts"].ReadIndices(); // (300, B)
        var rates = file["lr"].ReadVariable<double>().ToArray();
        var (losses, norms) = Train(
            model,
            [
                .. starts
                    .ToArray()
                    .Chunk(starts.Shape[1])
                    .Select(step => Of([.. step.Select(start => text[start..(start + length)])]))
                    .Zip(rates),
            ]
        );
        Matches($"losses{ending}", losses);
        Matches($"grad_norms{ending}", norms);
        return model;

        void Matches(string quantity, T[] actual) =>
            tolerance.Equal<T>(
                quantity,
                quantity,
                file[quantity].ReadVariable<T>().AsSpan(),
                actual
            );
    }

    private static (T[] Losses, T[] Norms) Train<T>(
        Gpt<T> model,
        (Batch Batch, double LearningRate)[] steps
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var optimizer = Trainer<T>.CreateOptimizer(model, Options);
        var (losses, norms) = (new T[steps.Length], new T[steps.Length]);
        for (var step = 0; step < steps.Length; step++)
        {
            using var tape = new Tape<T>();
            var loss = model.Loss(steps[step].Batch);
            var gradients = tape.Gradients(loss, of: model.Parameters)
                .ClipByGlobalNorm(1.0, out var norm);
            (losses[step], norms[step]) = (loss.Item(), T.CreateChecked(norm));
            optimizer.LearningRate = steps[step].LearningRate;
            optimizer.Step(gradients);
        }
        return (losses, norms);
    }

    // Inputs are all but the last token of each window, targets all but the first.
    private static Batch Of(int[][] windows)
    {
        Shape shape = [windows.Length, windows[0].Length - 1];
        return new Batch(
            Indices.Of([.. windows.SelectMany(window => window[..^1])], shape),
            Indices.Of([.. windows.SelectMany(window => window[1..])], shape)
        );
    }
}
