namespace TinyAutograd;

/// <summary>Sizes of which one may be left open as −1.</summary>
internal static class OpenShape
{
    /// <summary>The shape with the open size filled in.</summary>
    /// <param name="sizes">Sizes; at most one is −1.</param>
    /// <param name="from">The shape whose elements are to be held.</param>
    /// <exception cref="ArgumentException">Two sizes are open, one is negative, or the open one has no or no single solution.</exception>
    public static Shape Infer(ReadOnlySpan<int> sizes, Shape from)
    {
        foreach (var size in sizes)
        {
            if (size < -1)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(sizes),
                    size,
                    $"Reshape: the size {size} of {Text(sizes)} is negative."
                );
            }
        }
        var open = sizes.IndexOf(-1);
        if (open < 0)
        {
            return Shape.Of(sizes);
        }
        if (sizes[(open + 1)..].Contains(-1))
        {
            throw new ArgumentException($"Reshape: two sizes of {Text(sizes)} are open.");
        }
        var known = Shape.Of([.. sizes[..open], .. sizes[(open + 1)..]]).ElementCount;
        if (known == 0)
        {
            throw new ArgumentException(
                $"Reshape: with a size of 0 beside it, the open size of {Text(sizes)} could be anything."
            );
        }
        if (from.ElementCount % known != 0)
        {
            throw new ArgumentException(
                $"Reshape: the {from.ElementCount} elements of {from} do not fill {Text(sizes)}: {from.ElementCount} is no multiple of {known}."
            );
        }
        return Shape.Of([.. sizes[..open], from.ElementCount / known, .. sizes[(open + 1)..]]);
    }

    private static string Text(ReadOnlySpan<int> sizes) =>
        $"({string.Join(", ", sizes.ToArray())})";
}
