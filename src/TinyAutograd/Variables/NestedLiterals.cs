namespace TinyAutograd;

/// <summary>Nested arrays flattened to row-major values and a shape; ragged ones are refused.</summary>
internal static class NestedLiterals
{
    public static (TValue[] Values, Shape Shape) Flatten<TValue>(string method, TValue[][] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Join(
            method,
            rows.Length,
            Array.ConvertAll(
                rows,
                row =>
                {
                    ArgumentNullException.ThrowIfNull(row);
                    return (row, Shape.Of(row.Length));
                }
            )
        );
    }

    public static (TValue[] Values, Shape Shape) Flatten<TValue>(string method, TValue[][][] blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        return Join(
            method,
            blocks.Length,
            Array.ConvertAll(blocks, block => Flatten(method, block))
        );
    }

    public static (TValue[] Values, Shape Shape) Flatten<TValue>(
        string method,
        TValue[][][][] volumes
    )
    {
        ArgumentNullException.ThrowIfNull(volumes);
        return Join(
            method,
            volumes.Length,
            Array.ConvertAll(volumes, volume => Flatten(method, volume))
        );
    }

    private static (TValue[] Values, Shape Shape) Join<TValue>(
        string method,
        int count,
        (TValue[] Values, Shape Shape)[] parts
    )
    {
        if (count == 0)
        {
            return ([], [0]);
        }
        var inner = parts[0].Shape;
        for (var i = 1; i < count; i++)
        {
            if (parts[i].Shape != inner)
            {
                throw new ArgumentException(
                    $"{method}: element 0 has shape {inner}, element {i} has {parts[i].Shape}; all must be equal."
                );
            }
        }
        return ([.. parts.SelectMany(part => part.Values)], inner.Insert(0, count));
    }
}
