using System.Numerics;

namespace TinyAutograd;

/// <summary>Constants that a backward rule needs: in the arena's memory, and on no tape.</summary>
internal static class Constants
{
    /// <summary>A constant whose numbers the caller writes.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="values">Uninitialised: every element must be written.</param>
    public static Variable<T> Uninitialised<T>(Shape shape, out Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var block = Recorder<T>.Current.Arena.Rent(shape.ElementCount);
        values = block.Span(shape.ElementCount);
        return new Variable<T>(block, shape, "constant");
    }
}
