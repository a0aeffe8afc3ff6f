using System.Globalization;
using System.Numerics;
using System.Text;

namespace TinyAutograd;

/// <summary>Numbers as text, nested in brackets by axis, columns aligned.</summary>
internal static class VariableText
{
    private const int LongestWhole = 1000;
    private const int EdgeCount = 3;

    public static string Of<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x.Rank == 0
            ? x.Item().ToString("R", CultureInfo.InvariantCulture)
            : Of(x.Shape, x.AsSpan(), Number);

    /// <summary>Any row-major values as nested brackets.</summary>
    public static string Of<TValue>(
        Shape shape,
        ReadOnlySpan<TValue> values,
        Func<TValue, string> format
    )
    {
        if (shape.Rank == 0)
        {
            return format(values[0]);
        }
        var isShortened = values.Length > LongestWhole;
        var cells = new List<string>();
        var text = new StringBuilder();
        Visit(shape, 0, 0, values, isShortened, (value, _) => cells.Add(format(value)), _ => { });
        var width = cells.Count == 0 ? 0 : cells.Max(cell => cell.Length);
        Visit(
            shape,
            0,
            0,
            values,
            isShortened,
            (value, _) => text.Append(format(value).PadLeft(width)),
            s => text.Append(s)
        );
        return text.ToString();
    }

    private static string Number<T>(T value)
        where T : IFloatingPointIeee754<T> => value.ToString("G6", CultureInfo.InvariantCulture);

    private static void Visit<TValue>(
        Shape shape,
        int axis,
        int start,
        ReadOnlySpan<TValue> values,
        bool isShortened,
        Action<TValue, int> cell,
        Action<string> mark
    )
    {
        var stride = shape.LengthOf((axis + 1)..);
        var isLast = axis == shape.Rank - 1;
        var separator = isLast
            ? ", "
            : "," + new string('\n', shape.Rank - 1 - axis) + new string(' ', axis + 1);
        mark("[");
        for (var i = 0; i < shape[axis]; i++)
        {
            if (i > 0)
            {
                mark(separator);
            }
            if (isShortened && shape[axis] > 2 * EdgeCount && i == EdgeCount)
            {
                mark("…" + separator);
                i = shape[axis] - EdgeCount;
            }
            if (isLast)
            {
                cell(values[start + i], i);
            }
            else
            {
                Visit(shape, axis + 1, start + i * stride, values, isShortened, cell, mark);
            }
        }
        mark("]");
    }
}
