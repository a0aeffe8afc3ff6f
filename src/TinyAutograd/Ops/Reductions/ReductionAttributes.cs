namespace TinyAutograd;

/// <summary>The attributes of a reduction as text.</summary>
internal static class ReductionAttributes
{
    public static string Text(Axes axes, bool keepDims) =>
        $"axes: {axes}{(keepDims ? ", keepDims" : "")}";
}
