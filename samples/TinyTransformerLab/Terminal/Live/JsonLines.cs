using System.Text;
using System.Text.Json;

namespace TinyTransformerLab;

/// <summary>A training for programs: JSON lines, each with a type. Losses are in nats per predicted character.</summary>
internal sealed class JsonLines(TextWriter output) : ITrainingWatcher
{
    private (int Step, double? TrainLoss, double HeldOutLoss, double Seconds, long Weights)? done;

    public void Begin(TrainingRun run)
    {
        var (info, config) = (run.Session.Info, run.Session.Config);
        Write(
            "config",
            json =>
            {
                json.WriteNumber("layers", info.LayerCount);
                json.WriteNumber("heads", info.HeadCount);
                json.WriteNumber("channels", info.ChannelCount);
                json.WriteNumber("context", info.ContextLength);
                json.WriteNumber("vocabulary", info.VocabularySize);
                json.WriteNumber("weights", info.WeightCount);
                json.WriteNumber("trainingItems", info.TrainingCount);
                json.WriteNumber("heldOutItems", info.HeldOutCount);
                json.WriteNumber("steps", config.Training.Steps);
                json.WriteNumber("batch", config.Training.BatchSize);
                json.WriteNumber("learningRate", config.Training.LearningRate);
                json.WriteNumber("seed", config.Seed);
                json.WriteString("data", info.DataLabel);
            }
        );
        Evaluated(0, run.Session.State.HeldOutLoss);
    }

    public void Stepped(TrainingRun run, TrainingPoint point)
    {
        Write(
            "step",
            json =>
            {
                json.WriteNumber("step", point.Step);
                json.WriteNumber("loss", point.Loss);
                json.WriteNumber("smoothLoss", point.SmoothLoss);
                json.WriteNumber("learningRate", point.LearningRate);
                json.WriteNumber("gradientNorm", point.GradientNorm);
                json.WriteBoolean("isClipped", point.IsClipped);
                json.WriteNumber("updateRatio", point.UpdateRatio);
                json.WriteNumber("lettersSeen", point.LettersSeen);
            }
        );
        if (point.HeldOutLoss is { } heldOutLoss)
        {
            Evaluated(point.Step, heldOutLoss);
        }
    }

    public void End(TrainingRun run, TrainingEnd end)
    {
        if (end == TrainingEnd.Diverged)
        {
            return; // the error says the rest
        }
        var (info, state) = (run.Session.Info, run.Session.State);
        var heldOutLoss = state.HeldOutLoss;
        if (run.Session.Curve().HeldOut[^1].Step != state.Step) // stopped between two evaluations
        {
            heldOutLoss = run.Session.Snapshot().HeldOutLoss;
            Evaluated(state.Step, heldOutLoss);
        }
        Write(
            "counts",
            json =>
            {
                json.WriteNumber("pairs", Loss("letter pairs"));
                json.WriteNumber("triples", Loss("letter triples"));
                json.WriteNumber("fours", Loss("letter fours"));
            }
        );
        done = (
            state.Step,
            state.Last?.SmoothLoss,
            heldOutLoss,
            run.Elapsed.TotalSeconds,
            info.WeightCount
        );

        double Loss(string name) => info.Baselines.Single(baseline => baseline.Name == name).Loss;
    }

    /// <summary>Generated items, one a line.</summary>
    public void Generated(GenerationView view)
    {
        foreach (var item in view.Items)
        {
            Write(
                "name",
                json =>
                {
                    json.WriteString("text", item.Text);
                    json.WriteBoolean("isKnown", item.Verdict != Verdict.New);
                    json.WriteNumber("temperature", view.Sampling.Temperature);
                    json.WriteString(
                        "verdict",
                        JsonNamingPolicy.CamelCase.ConvertName(item.Verdict.ToString())
                    );
                    json.WriteBoolean("isCut", item.IsCut);
                    json.WriteNumber("surprise", item.Letters.Sum(letter => letter.Surprise));
                }
            );
        }
    }

    /// <summary>The last line of a training: nothing more comes.</summary>
    public void Finish()
    {
        if (done is not { } end)
        {
            return;
        }
        Write(
            "done",
            json =>
            {
                json.WriteNumber("step", end.Step);
                if (end.TrainLoss is { } loss)
                {
                    json.WriteNumber("trainLoss", loss);
                }
                else
                {
                    json.WriteNull("trainLoss");
                }
                json.WriteNumber("heldOutLoss", end.HeldOutLoss);
                json.WriteNumber("seconds", end.Seconds);
                json.WriteNumber("weights", end.Weights);
            }
        );
    }

    private void Evaluated(int step, double heldOutLoss) =>
        Write(
            "eval",
            json =>
            {
                json.WriteNumber("step", step);
                json.WriteNumber("heldOutLoss", heldOutLoss);
            }
        );

    private void Write(string type, Action<Utf8JsonWriter> write)
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
