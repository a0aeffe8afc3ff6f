namespace TinyTransformerLab;

/// <summary>What a server is started with.</summary>
internal sealed record LabServerSettings
{
    /// <summary>The session that is built first.</summary>
    public required LabConfig Config { get; init; }

    /// <summary>The page that it shows.</summary>
    public required LivePage Page { get; init; }

    /// <summary>Where it listens; 0 for any free port.</summary>
    public int Port { get; init; }

    /// <summary>How long nobody may watch before training pauses: longer than a reload takes.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Measures speed, events and grace.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told of errors that are nobody's fault but ours.</summary>
    public Action<Exception> Report { get; init; } =
        error => Console.Error.WriteLine($"Unexpected error: {error}");
}
