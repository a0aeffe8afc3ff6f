namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Whether all elements are true, over axes; true where there is none.</summary>
    /// <param name="mask">Any shape.</param>
    /// <param name="axes">The axes to reduce: one (<c>1</c>) or several (<c>[0, -1]</c>).</param>
    /// <param name="keepDims">Whether a reduced axis stays, with size 1.</param>
    /// <returns>The shape without the reduced axes.</returns>
    /// <exception cref="ArgumentException">No such axis, or an axis named twice.</exception>
    /// <remarks>No derivative. <see cref="Mask.All()"/> is the answer over all axes as a <see cref="bool"/>.</remarks>
    public static Mask All(this Mask mask, Axes axes, bool keepDims = false) =>
        !MaskReductionRule.Contains("All", mask, axes, keepDims, value: false);
}
