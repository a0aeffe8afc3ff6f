namespace TinyAutograd.Benchmarks;

/// <summary>Work that a peer can do, too, piece by piece.</summary>
internal interface IComparedWork
{
    /// <summary>What a peer calls it.</summary>
    string Kind { get; }

    /// <summary>The most pieces that can follow each other.</summary>
    int Limit { get; }

    /// <summary>Does pieces and takes their times.</summary>
    /// <param name="seconds">Takes the time of each piece.</param>
    /// <param name="values">Takes a number from each, to be compared: as many.</param>
    void Run(Span<double> seconds, Span<float> values);
}
