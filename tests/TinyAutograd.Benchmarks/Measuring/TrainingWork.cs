using System.Diagnostics;

namespace TinyAutograd.Benchmarks;

/// <summary>The work that is compared: steps of forward, cross-entropy, backward and AdamW over all weights, without dropout.</summary>
internal sealed class TrainingWork : IComparedWork
{
    /// <summary>Different batches; later steps go through them again.</summary>
    public const int BatchCount = 20;

    private readonly AdamW<float> optimizer;
    private readonly IReadOnlyList<Parameter<float>> parameters;
    private readonly Batch[] batches;

    /// <summary>A model at its first step. The same configuration gives the same weights and batches.</summary>
    public TrainingWork(TrainingConfig config)
    {
        Config = config;
        Model = new Gpt<float>(config.Model, new RandomGenerator(1));
        parameters = Model.Parameters;
        optimizer = new AdamW<float>(parameters, config.LearningRate);
        var random = new RandomGenerator(2);
        batches = [.. Enumerable.Range(0, BatchCount).Select(_ => Draw(config, random))];
    }

    /// <summary>What is trained.</summary>
    public TrainingConfig Config { get; }

    /// <inheritdoc/>
    public string Kind => "train";

    /// <inheritdoc/>
    public int Limit => int.MaxValue;

    /// <summary>The model.</summary>
    public Gpt<float> Model { get; }

    /// <summary>The batches.</summary>
    public IReadOnlyList<Batch> Batches => batches;

    /// <summary>Steps so far.</summary>
    public int StepCount { get; private set; }

    /// <summary>Makes one step.</summary>
    /// <returns>The loss before it, in nats per token.</returns>
    public float Step()
    {
        using var tape = new Tape<float>();
        var loss = Model.Loss(batches[StepCount++ % BatchCount]);
        optimizer.Step(tape.Gradients(loss, of: parameters));
        return loss.Item();
    }

    /// <summary>Entries that a step puts on the tape.</summary>
    public int CountEntries()
    {
        using var tape = new Tape<float>();
        _ = Model.Loss(batches[0]);
        return tape.Entries.Count;
    }

    /// <summary>The loss before each step is its number.</summary>
    public void Run(Span<double> seconds, Span<float> values)
    {
        for (var i = 0; i < seconds.Length; i++)
        {
            var before = Stopwatch.GetTimestamp();
            values[i] = Step();
            seconds[i] = Stopwatch.GetElapsedTime(before).TotalSeconds;
        }
    }

    // The target is a rule of the token alone, so that the loss falls quickly and a wrong update shows.
    private static Batch Draw(TrainingConfig config, RandomGenerator random)
    {
        var shape = Shape.Of(config.Batch, config.Positions);
        var words = (uint)config.Model.VocabularySize;
        var tokens = new int[shape.ElementCount];
        var targets = new int[shape.ElementCount];
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = (int)(random.NextUInt32() % words);
            targets[i] = (int)((7L * tokens[i] + 3) % words);
        }
        return new Batch(Indices.Of(tokens, shape), Indices.Of(targets, shape));
    }
}
