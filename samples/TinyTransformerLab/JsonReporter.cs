using System.Text;
using System.Text.Json;

namespace TinyTransformerLab;

/// <summary>For programs: JSON lines, each with a type. Losses are in nats per character.</summary>
internal sealed class JsonReporter(TextWriter output) : Reporter
{
    private TrainingSummary? trained;

    public override void Begin(Trainer<float> trainer)
    {
        var (config, data, options) = (trainer.Model.Config, trainer.Data, trainer.Options);
        Line(
            "config",
            json =>
            {
                json.WriteNumber("layers", config.LayerCount);
                json.WriteNumber("heads", config.HeadCount);
                json.WriteNumber("channels", config.ChannelCount);
                json.WriteNumber("context", config.ContextLength);
                json.WriteNumber("vocabulary", config.VocabularySize);
                json.WriteNumber("weights", config.WeightCount);
                json.WriteNumber("trainingItems", data.Training.Count);
                json.WriteNumber("heldOutItems", data.HeldOut.Count);
                json.WriteNumber("steps", options.Steps);
                json.WriteNumber("batch", options.BatchSize);
                json.WriteNumber("learningRate", options.LearningRate);
                json.WriteNumber("seed", options.Seed);
            }
        );
    }

    public override void Stepped(TrainingStep step, double smoothLoss, TimeSpan elapsed) =>
        Line(
            "step",
            json =>
            {
                json.WriteNumber("step", step.Step);
                json.WriteNumber("loss", step.Loss);
                json.WriteNumber("smoothLoss", smoothLoss);
                json.WriteNumber("learningRate", step.LearningRate);
                json.WriteNumber("gradientNorm", step.GradientNorm);
                json.WriteBoolean("isClipped", step.IsClipped);
            }
        );

    public override void Evaluated(int step, double heldOutLoss) =>
        Line(
            "eval",
            json =>
            {
                json.WriteNumber("step", step);
                json.WriteNumber("heldOutLoss", heldOutLoss);
            }
        );

    public override void Trained(TrainingSummary summary, double[] countLosses, string? savePath)
    {
        Line(
            "counts",
            json =>
            {
                json.WriteNumber("pairs", countLosses[0]);
                json.WriteNumber("triples", countLosses[1]);
                json.WriteNumber("fours", countLosses[2]);
            }
        );
        trained = summary;
    }

    public override void Finish()
    {
        if (trained is not { } summary)
        {
            return;
        }
        Line(
            "done",
            json =>
            {
                json.WriteNumber("step", summary.Step);
                if (summary.TrainLoss is { } loss)
                {
                    json.WriteNumber("trainLoss", loss);
                }
                else
                {
                    json.WriteNull("trainLoss");
                }
                json.WriteNumber("heldOutLoss", summary.HeldOutLoss);
                json.WriteNumber("seconds", summary.Seconds);
                json.WriteNumber("weights", summary.Weights);
            }
        );
    }

    public override void Generated(IReadOnlyList<GeneratedName> names, double temperature)
    {
        foreach (var name in names)
        {
            Line(
                "name",
                json =>
                {
                    json.WriteString("text", name.Text);
                    json.WriteBoolean("isKnown", name.IsKnown);
                    json.WriteNumber("temperature", temperature);
                }
            );
        }
    }

    private void Line(string type, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            write(json);
            json.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
