using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

/// <summary>Numbers of one element type as numbers of another.</summary>
internal static class Widening
{
    /// <summary>The same numbers; the array itself where the type is the same. What <typeparamref name="TTo"/> cannot hold exactly is
    /// rounded to the nearest, ties to even.</summary>
    public static TTo[] Convert<TFrom, TTo>(TFrom[] values)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        if (values is TTo[] same)
        {
            return same;
        }
        var converted = new TTo[values.Length];
        TensorPrimitives.ConvertTruncating<TFrom, TTo>(values, converted);
        return converted;
    }
}
