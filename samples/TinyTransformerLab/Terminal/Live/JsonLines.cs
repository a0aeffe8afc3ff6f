using System.Text;
using System.Text.Json;

namespace TinyTransformerLab;

/// <summary>A training for programs: JSON lines, each with a type. Losses are in nats per predicted character.</summary>
internal sealed class JsonLines(TextWriter output) : ITrainingWatcher
{
    private (int Step, double? TrainLoss, double HeldOutLoss, double Seconds, long Weights)? done;

    public void Begin(TrainingRun run)
    {
        var (info, state) = (run.Session.Info, run.Session.State);
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
                json.WriteNumber("steps", state.TotalSteps);
                json.WriteNumber("batch", state.BatchSize);
                Number(json, "learningRate", state.PeakLearningRate);
                json.WriteNumber("seed", info.Seed);
                json.WriteString("data", info.DataLabel);
            }
        );
        var last = run.Session.Curve().HeldOut[^1];
        Evaluated(last.Step, last.Loss);
    }

    public void Stepped(TrainingRun run, TrainingPoint point)
    {
        Write(
            "step",
            json =>
            {
                json.WriteNumber("step", point.Step);
                Number(json, "loss", point.Loss);
                Number(json, "smoothLoss", point.SmoothLoss);
                Number(json, "learningRate", point.LearningRate);
                Number(json, "gradientNorm", point.GradientNorm);
                json.WriteBoolean("isClipped", point.IsClipped);
                Number(json, "updateRatio", point.UpdateRatio);
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
                Number(json, "pairs", Loss("letter pairs"));
                Number(json, "triples", Loss("letter triples"));
                Number(json, "fours", Loss("letter fours"));
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
                    Number(json, "temperature", view.Sampling.Temperature);
                    json.WriteString(
                        "verdict",
                        JsonNamingPolicy.CamelCase.ConvertName(item.Verdict.ToString())
                    );
                    json.WriteBoolean("isCut", item.IsCut);
                    Number(json, "surprise", item.Letters.Sum(letter => letter.Surprise));
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
                Number(json, "trainLoss", end.TrainLoss);
                Number(json, "heldOutLoss", end.HeldOutLoss);
                json.WriteNumber("seconds", end.Seconds);
                json.WriteNumber("weights", end.Weights);
            }
        );
    }

    // JSON has no infinity: a training about to diverge may have one.
    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private void Evaluated(int step, double heldOutLoss) =>
        Write(
            "eval",
            json =>
            {
                json.WriteNumber("step", step);
                Number(json, "heldOutLoss", heldOutLoss);
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
