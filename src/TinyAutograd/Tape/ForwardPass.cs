using System.Numerics;

namespace TinyAutograd;

/// <summary>The chain rule forwards: one walk over the entries between inputs and result, in the order in which they were recorded.</summary>
internal static class ForwardPass
{
    /// <summary>The direction of a result when the inputs move.</summary>
    /// <param name="tape">The tape that recorded the result.</param>
    /// <param name="y">The result.</param>
    /// <param name="x">What moves.</param>
    /// <param name="dx">The direction of each, of its shape; null where it stays.</param>
    /// <returns>The derivative of <paramref name="y"/>, of its shape; zeros where nothing that moves influences it.</returns>
    /// <exception cref="InvalidOperationException">An op between what moves and the result has no derivative.</exception>
    /// <remarks>What is computed is recorded by tapes around this one, and by nobody where there is none.</remarks>
    public static Variable<T> Push<T>(
        Tape<T> tape,
        Variable<T> y,
        ReadOnlySpan<Variable<T>> x,
        ReadOnlySpan<Variable<T>?> dx
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var directions = new Dictionary<Variable<T>, Variable<T>>(
            ReferenceEqualityComparer.Instance
        );
        for (var i = 0; i < x.Length; i++)
        {
            if (dx[i] is { } direction)
            {
                directions[x[i]] = direction;
            }
        }
        var recorder = tape.Recorder;
        var isOnPath = Path(recorder, tape.Start, y);
        using var pause = tape.HasListener ? null : new Pause<T>();
        for (var entry = tape.Start; entry < tape.Start + isOnPath.Length; entry++)
        {
            var output = recorder.Entries[entry].Output;
            if (
                isOnPath[entry - tape.Start]
                && !directions.ContainsKey(output)
                && Visit(recorder, entry, directions) is { } dy
            )
            {
                directions[output] = dy.Shape == output.Shape ? dy : dy.Expand(output.Shape);
            }
        }
        return directions.GetValueOrDefault(y) ?? Variable.Zeros<T>(y.Shape);
    }

    private static Variable<T>? Visit<T>(
        Recorder<T> recorder,
        int entry,
        Dictionary<Variable<T>, Variable<T>> directions
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var inputs = recorder.InputsOf(entry);
        var dx = new Variable<T>?[inputs.Length];
        var moves = false;
        for (var i = 0; i < inputs.Length; i++)
        {
            // What has no elements does not move: the mean of nothing is NaN, but its derivative is not.
            dx[i] = inputs[i].Length > 0 ? directions.GetValueOrDefault(inputs[i]) : null;
            moves |= dx[i] is not null;
        }
        var op = recorder.Entries[entry].Op;
        if (moves && !op.IsDifferentiable)
        {
            throw new InvalidOperationException(
                $"Tangent: {op} has no derivative and lies between what moves and the result. "
                    + "Detach its input if the path is meant to be cut there."
            );
        }
        return moves ? op.Tangent(new OpCall<T>(recorder, entry), dx) : null;
    }

    // Which entries from start to y influence y; none where y is no entry.
    private static bool[] Path<T>(Recorder<T> recorder, int start, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.Entry < start || !recorder.Holds(y))
        {
            return [];
        }
        var isOnPath = new bool[y.Entry - start + 1];
        isOnPath[^1] = true;
        for (var entry = y.Entry; entry >= start; entry--)
        {
            if (!isOnPath[entry - start])
            {
                continue;
            }
            foreach (var input in recorder.InputsOf(entry))
            {
                if (input.Entry >= start && recorder.Holds(input))
                {
                    isOnPath[input.Entry - start] = true;
                }
            }
        }
        return isOnPath;
    }
}
