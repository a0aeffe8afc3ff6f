using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Tiles as NumPy counts them: like <see cref="Repeat{T}"/>, but missing counts in front are 1.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="counts">How often along each of the last axes, ≥ 0; more counts than axes make new axes in front.</param>
    /// <returns>Each size multiplied by its count.</returns>
    /// <exception cref="ArgumentException">More than 8 counts, or a negative one.</exception>
    /// <remarks>Gradient: <c>dx</c> = the sum of the tiles of dy. Recorded as <see cref="Repeat{T}"/>.</remarks>
    public static Variable<T> Tile<T>(this Variable<T> x, params ReadOnlySpan<int> counts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        RepeatCounts.ThrowIfInvalid("Tile", counts);
        Span<int> all = stackalloc int[Math.Max(x.Rank, counts.Length)];
        all.Fill(1);
        counts.CopyTo(all[(all.Length - counts.Length)..]);
        return new RepeatOp<T>(Shape.Of(all)).Apply(x);
    }
}
