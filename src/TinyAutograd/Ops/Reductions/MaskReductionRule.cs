using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>What any and all have in common: all are true where none is false.</summary>
internal static class MaskReductionRule
{
    /// <summary>Whether <paramref name="value"/> occurs, over axes: one after the other, from the last.</summary>
    public static Mask Contains(string op, Mask mask, Axes axes, bool keepDims, bool value)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var result = axes.Reduce(op, mask.Shape, keepDims);
        var reduced = axes.Resolve(op, mask.Shape);
        var shape = mask.Shape;
        var occurs = Array.ConvertAll(mask.ToArray(), element => element == value);
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if ((reduced & (1 << axis)) != 0)
            {
                var (n, inner) = (shape[axis], shape.LengthOf((axis + 1)..));
                shape = shape.Without(axis);
                var joined = new bool[shape.ElementCount];
                MaskReduction.Any(occurs, n, inner, joined);
                occurs = joined;
            }
        }
        return Mask.Own(occurs, result);
    }
}
