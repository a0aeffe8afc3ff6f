using System.Numerics;

namespace TinyAutograd;

/// <summary>One array of a <c>.npy</c> file or a member of an <c>.npz</c> file: its element type, its shape and its elements. Immutable.</summary>
public sealed class NpyArray
{
    private const string Label = "Npy: array";

    internal NpyArray(StoredElements elements) => Elements = elements;

    /// <summary>The type of the elements, under the names that safetensors give them; never BF16, which NumPy does not know.</summary>
    public SafetensorsType Type => Elements.Type;

    /// <summary>The sizes along the axes, outermost first.</summary>
    public Shape Shape => Elements.Shape;

    internal StoredElements Elements { get; }

    /// <summary>A variable: float64 for <see cref="double"/>, float32 for <see cref="float"/>, or the type that is asked for.</summary>
    /// <param name="values">The numbers (copied). What the type cannot hold exactly is rounded to the nearest, ties to even; beyond its range
    /// (65,504 in float16) to ±∞.</param>
    /// <param name="type">F64, F32 or F16.</param>
    /// <exception cref="ArgumentException">The type is another.</exception>
    public static NpyArray Of<T>(Variable<T> values, SafetensorsType? type = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        type == SafetensorsType.BF16
            ? throw new ArgumentException(
                $"{Label}: NumPy has no BF16. Choose F16 or F32.",
                nameof(type)
            )
            : new(StoredElements.Of(Label, values, type));

    /// <summary>Integers, as int64.</summary>
    public static NpyArray Of(Indices values) => new(StoredElements.Of(Label, values));

    /// <summary>Integers, as int64 or in the type that is asked for.</summary>
    /// <param name="values">The numbers, row-major (copied).</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="type">Any type of integers that holds all of them.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's; the type is not one of integers.</exception>
    /// <exception cref="OverflowException">The type does not hold one of the numbers.</exception>
    public static NpyArray Of(
        ReadOnlySpan<long> values,
        Shape shape,
        SafetensorsType type = SafetensorsType.I64
    ) => new(StoredElements.Of(Label, values, shape, type));

    /// <summary>64-bit unsigned integers, as uint64.</summary>
    /// <param name="values">The numbers, row-major (copied).</param>
    /// <param name="shape">Their shape.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static NpyArray Of(ReadOnlySpan<ulong> values, Shape shape) =>
        new(StoredElements.Of(Label, values, shape));

    /// <summary>Truth values, as bool.</summary>
    public static NpyArray Of(Mask values) => new(StoredElements.Of(Label, values));

    /// <summary>The numbers of an array of floating-point numbers.</summary>
    /// <returns>A constant. float16 and float32 are exact in both types, float64 in <see cref="double"/>; float64 read as <see cref="float"/> is
    /// rounded to the nearest, beyond its range to ±∞.</returns>
    /// <exception cref="InvalidDataException">It holds integers or truth values.</exception>
    public Variable<T> ReadVariable<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => Elements.ReadVariable<T>();

    /// <summary>The numbers of an array of integers, of any width, as <see cref="Indices"/>.</summary>
    /// <exception cref="InvalidDataException">It holds something else, or a number outside the range of <see cref="int"/>.</exception>
    public Indices ReadIndices() => Elements.ReadIndices();

    /// <summary>The numbers of an array of integers, of any width, row-major.</summary>
    /// <exception cref="InvalidDataException">It holds something else, or a number beyond 2⁶³ − 1.</exception>
    public long[] ReadInt64() => Elements.ReadInt64();

    /// <summary>The numbers of an array of integers, none of them negative, row-major.</summary>
    /// <exception cref="InvalidDataException">It holds something else, or a negative number.</exception>
    public ulong[] ReadUInt64() => Elements.ReadUInt64();

    /// <summary>The truth values of an array of them.</summary>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    public Mask ReadMask() => Elements.ReadMask();

    /// <summary>Type and shape: <c>F32 (27, 32)</c>.</summary>
    public override string ToString() => $"{Type.Code()} {Shape}";
}
