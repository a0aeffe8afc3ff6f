using System.Runtime.CompilerServices;

namespace TinyAutograd.Tests.Ops;

/// <summary>One row of the op table: how to draw a call of the op, and what is special about it. The laws do the rest.</summary>
/// <param name="Name">The op's name as tapes show it, and as messages begin.</param>
/// <param name="Draw">Draws shapes, attributes and inputs, and gives the call and its naive reference.</param>
internal sealed record OpRow(string Name, Func<Draw, OpSample> Draw)
{
    /// <summary>The public methods that the row covers: a name, or a signature such as <c>Pow(Variable, T)</c> where there are overloads.</summary>
    public string[] Covers { get; init; } = [char.ToUpperInvariant(Name[0]) + Name[1..]];

    /// <summary>Whether there is a derivative. If not, a gradient through the op throws and names it.</summary>
    public bool IsDifferentiable { get; init; } = true;

    /// <summary>Whether the result is a Mask or Indices, which no tape records.</summary>
    public bool IsDiscrete { get; init; }

    /// <summary>Whether the call is a member of its first input: where that is null there is nothing that could refuse it.</summary>
    public bool IsMember { get; init; }

    /// <summary>Whether the draws must meet every rank from 0 to 4, and axes of size 0 and 1.</summary>
    public bool TakesAnyShape { get; init; }

    /// <summary>Largest error of the forward law, relative to the largest magnitude of the result (at least 1).</summary>
    public double Tolerance { get; init; } = 1e-13;

    /// <summary>Whether the naive reference takes more steps than can be waited for on large inputs: determinants by their definition.</summary>
    public bool HasSlowReference { get; init; }

    /// <summary>Draws of calls that are large enough to be split among threads, where the row's own draws of large shapes do not fit.</summary>
    public Func<Draw, OpSample>? Large { get; init; }

    /// <summary>Calls that must throw, with fragments that the message must contain.</summary>
    public IReadOnlyList<OpError> Errors { get; init; } = [];

    /// <summary>Points where a function of one input has a kink, with the gradient that its documentation promises there.</summary>
    public IReadOnlyList<(double At, double Gradient)> Kinks { get; init; } = [];

    /// <summary>Adds a call that must throw an <see cref="ArgumentException"/>; the op's name and the given fragments stand in the message.</summary>
    public OpRow Throws(
        Action call,
        string[] fragments,
        [CallerArgumentExpression(nameof(call))] string text = ""
    ) => this with { Errors = [.. Errors, new OpError(text, call, fragments)] };

    /// <summary>Names the public methods that the row covers, where it is not the one of the op's name.</summary>
    public OpRow Covering(params string[] methods) => this with { Covers = methods };

    public override string ToString() => Name;
}

/// <summary>A call that must throw, and what its message must say.</summary>
internal sealed record OpError(string Text, Action Call, string[] Fragments)
{
    public override string ToString() => Text;
}
