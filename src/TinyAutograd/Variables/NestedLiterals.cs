using System.Runtime.CompilerServices;

namespace TinyAutograd;

/// <summary>Nested arrays flattened to row-major values and a shape; ragged ones are refused.</summary>
internal static class NestedLiterals
{
    public static (TValue[] Values, Shape Shape) Flatten<TValue>(
        string method,
        TValue[][] rows,
        [CallerArgumentExpression(nameof(rows))] string? name = null
    )
    {
        ArgumentNullException.ThrowIfNull(rows, name);
        return Join(
            method,
            rows.Length,
            Array.ConvertAll(
                rows,
                row =>
                {
                    ArgumentNullException.ThrowIfNull(row, name);
                    return (row, Shape.Of(row.Length));
                }
            )
        );
    }

    public static (TValue[] Values, Shape Shape) Flatten<TValue>(
        string method,
        TValue[][][] blocks,
        [CallerArgumentExpression(nameof(blocks))] string? name = null
    )
    {
        ArgumentNullException.ThrowIfNull(blocks, name);
        return Join(
            method,
            blocks.Length,
            Array.ConvertAll(blocks, block => Flatten(method, block, name))
        );
    }

    public static (TValue[] Values, Shape Shape) Flatten<TValue>(
        string method,
        TValue[][][][] volumes,
        [CallerArgumentExpression(nameof(volumes))] string? name = null
    )
    {
        ArgumentNullException.ThrowIfNull(volumes, name);
        return Join(
            method,
            volumes.Length,
            Array.ConvertAll(volumes, volume => Flatten(method, volume, name))
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
