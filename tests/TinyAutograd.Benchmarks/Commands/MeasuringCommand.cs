using System.CommandLine;

namespace TinyAutograd.Benchmarks;

/// <summary>What all commands have in common: the common options, and the number of threads set before they start.</summary>
internal static class MeasuringCommand
{
    /// <summary>A command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it measures.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="measure">Measures; the exit code.</param>
    /// <param name="options">Options of its own.</param>
    public static Command Create(
        string name,
        string description,
        TextWriter output,
        Func<Measurement, ParseResult, int> measure,
        params ReadOnlySpan<Option> options
    )
    {
        var command = new Command(name, description);
        var common = new BenchmarkOptions();
        common.AddTo(command);
        foreach (var option in options)
        {
            command.Add(option);
        }
        command.SetAction(parsed =>
        {
            var measurement = common.Read(parsed, output);
            WorkerPool.Degree = measurement.ThreadCount;
            return measure(measurement, parsed);
        });
        return command;
    }

    /// <summary>A command that goes on token by token with a model of a configuration's sizes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it measures.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="measure">Measures so many tokens; the exit code.</param>
    public static Command OfTokens(
        string name,
        string description,
        TextWriter output,
        Func<Measurement, TrainingConfig, int, int> measure
    )
    {
        var config = new Option<string>("--config")
        {
            Description = "Whose sizes the model has.",
            DefaultValueFactory = _ => "gpt2-124M",
        };
        var tokens = new Option<int>("--tokens")
        {
            Description = "How many tokens; at most what fits into the context.",
            DefaultValueFactory = _ => 64,
        };
        return Create(
            name,
            description,
            output,
            (m, parsed) =>
                measure(m, TrainingConfig.Named(parsed.GetValue(config)!), parsed.GetValue(tokens)),
            config,
            tokens
        );
    }

    /// <summary>An option that takes several values: <c>--name a,b</c>.</summary>
    public static Option<string[]> List(string name, string description, string initial) =>
        new(name)
        {
            Description = $"{description} Separated by commas.",
            DefaultValueFactory = _ => initial.Split(',', StringSplitOptions.RemoveEmptyEntries),
            CustomParser = result => result.Tokens[0].Value.Split(','),
        };
}
