using System.CommandLine;

namespace TinyAutograd.Benchmarks;

/// <summary><c>scaling</c>: how the cost of a step grows with batch, context, width and layers, one at a time.</summary>
internal static class ScalingCommand
{
    /// <summary>The command.</summary>
    public static Command Create(TextWriter output)
    {
        var config = new Option<string>("--config")
        {
            Description = "What is varied.",
            DefaultValueFactory = _ => "lab-tiny-b32",
        };
        var factors = MeasuringCommand.List("--factors", "By how much.", "1,2,4,8");
        return MeasuringCommand.Create(
            "scaling",
            "The cost of a step against batch, context, width and layers.",
            output,
            (m, parsed) =>
                Measure(
                    m,
                    TrainingConfig.Named(parsed.GetValue(config)!),
                    [.. parsed.GetValue(factors)!.Select(FactorOf)]
                ),
            config,
            factors
        );
    }

    private static int Measure(Measurement m, TrainingConfig config, int[] factors)
    {
        foreach (var what in new[] { "batch", "context", "width", "layers" })
        {
            foreach (var factor in factors)
            {
                var larger = Larger(config, what, factor);
                larger.Model.Validate();
                var timing = StepCommand.TimingOf(new TrainingWork(larger), m.Length, out _, out _);
                m.Report.Line(
                    "scaling",
                    ("config", config.Name),
                    ("varied", what),
                    ("factor", factor),
                    ("threads", m.ThreadCount),
                    ("ms", timing.Median * 1e3),
                    ("microsecondsPerToken", timing.Median * 1e6 / larger.Tokens),
                    ("gflops", larger.Flops / timing.Median / 1e9)
                );
            }
        }
        return 0;
    }

    private static TrainingConfig Larger(TrainingConfig config, string what, int factor)
    {
        var model = config.Model;
        return what switch
        {
            "batch" => config with { Batch = factor * config.Batch },
            "context" => config with
            {
                Positions = factor * config.Positions,
                Model = model with { ContextLength = factor * model.ContextLength },
            },
            "width" => config with
            {
                Model = model with { ChannelCount = factor * model.ChannelCount },
            },
            _ => config with { Model = model with { LayerCount = factor * model.LayerCount } },
        };
    }

    private static int FactorOf(string text) =>
        int.TryParse(text, out var factor) && factor is >= 1 and <= 1000
            ? factor
            : throw new ArgumentException($"The factor '{text}' is not a number from 1 to 1000.");
}
