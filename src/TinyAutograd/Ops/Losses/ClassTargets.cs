using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The right classes, one per position, of which those equal to <paramref name="ignoreIndex"/> do not count.</summary>
internal sealed class ClassTargets(Indices targets, int ignoreIndex)
{
    public int IgnoreIndex => ignoreIndex;

    public Shape Shape => targets.Shape;

    public ReadOnlySpan<int> AsSpan() => targets.AsSpan();

    /// <summary>Number of targets that count.</summary>
    public int Count => targets.Length - targets.AsSpan().Count(ignoreIndex);

    /// <summary>Where the target does not count.</summary>
    public Mask Ignored =>
        Mask.Own([.. targets.ToArray().Select(target => target == ignoreIndex)], targets.Shape);

    /// <summary>The targets with a class in place of those that do not count.</summary>
    public Indices Classes =>
        Indices.Own(
            [.. targets.ToArray().Select(target => target == ignoreIndex ? 0 : target)],
            targets.Shape
        );

    /// <summary>The axis of the classes: 1, or 0 for a single position.</summary>
    public static int AxisOf(Shape scores) => Math.Min(1, scores.Rank - 1);

    /// <summary>Sorts out the axes of the scores.</summary>
    public static ClassLayout LayoutOf(Shape scores)
    {
        var axis = AxisOf(scores);
        return new(scores.LengthOf(..axis), scores[axis], scores.LengthOf((axis + 1)..));
    }

    /// <summary>Throws unless there is one target for each position of the scores, and each is a class or ignored.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or a target is not a class.</exception>
    public void ThrowIfMisfit(string op, Shape scores)
    {
        if (scores.Rank == 0 || targets.Shape != scores.Without(AxisOf(scores)))
        {
            throw new ArgumentException(
                $"{op}: the scores {scores} and the targets {targets.Shape} do not fit. "
                    + "Scores are (N, C) with targets (N), (N, C, …) with (N, …), or (C) with ()."
            );
        }
        var classes = scores[AxisOf(scores)];
        for (var position = 0; position < targets.Length; position++)
        {
            var target = targets[position];
            if ((uint)target >= (uint)classes && target != ignoreIndex)
            {
                throw OutOfRange(
                    target,
                    $"{op}: target {target} at position {position} is not a class in [0, {classes}), nor ignoreIndex {ignoreIndex}."
                );
            }
        }
    }

    private static ArgumentOutOfRangeException OutOfRange(int targets, string message) =>
        new(nameof(targets), targets, message);
}
