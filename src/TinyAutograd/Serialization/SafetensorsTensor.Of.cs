using System.Numerics;

namespace TinyAutograd;

/// <content>Making entries.</content>
public sealed partial class SafetensorsTensor
{
    /// <summary>A variable under a name: F64 for <see cref="double"/>, F32 for <see cref="float"/>.</summary>
    /// <param name="name">Well-formed Unicode, not <c>__metadata__</c>.</param>
    /// <param name="values">The numbers (copied).</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArgumentException">The name cannot stand in a file, or is too large for one array.</exception>
    public static SafetensorsTensor Of<T>(string name, Variable<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(SafetensorsHeader.Name(name), StoredElements.Of(InMemory(name), values, type: null));

    /// <summary>A variable under a name, in a floating-point type.</summary>
    /// <param name="name">Well-formed Unicode, not <c>__metadata__</c>.</param>
    /// <param name="values">The numbers (copied). What the type cannot hold exactly is rounded to the nearest, ties to even; beyond its range
    /// (65,504 in F16) to ±∞.</param>
    /// <param name="type">F64, F32, F16 or BF16.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArgumentException">The type is one of integers or truth values; the name cannot stand in a file, or is too large for
    /// one array.</exception>
    public static SafetensorsTensor Of<T>(string name, Variable<T> values, SafetensorsType type)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(SafetensorsHeader.Name(name), StoredElements.Of(InMemory(name), values, type));

    /// <summary>Integers under a name, as I64.</summary>
    /// <inheritdoc cref="Of{T}(string, Variable{T})"/>
    public static SafetensorsTensor Of(string name, Indices values) =>
        new(SafetensorsHeader.Name(name), StoredElements.Of(InMemory(name), values));

    /// <summary>Integers under a name, as I64 or in the type that is asked for.</summary>
    /// <param name="name">Well-formed Unicode, not <c>__metadata__</c>.</param>
    /// <param name="values">The numbers, row-major (copied).</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="type">Any type of integers that holds all of them.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArgumentException">The name cannot stand in a file; the number of values is not the shape's; the type is not one of
    /// integers.</exception>
    /// <exception cref="OverflowException">The type does not hold one of the numbers.</exception>
    public static SafetensorsTensor Of(
        string name,
        ReadOnlySpan<long> values,
        Shape shape,
        SafetensorsType type = SafetensorsType.I64
    ) => new(SafetensorsHeader.Name(name), StoredElements.Of(InMemory(name), values, shape, type));

    /// <summary>64-bit unsigned integers under a name, as U64.</summary>
    /// <param name="name">Well-formed Unicode, not <c>__metadata__</c>.</param>
    /// <param name="values">The numbers, row-major (copied).</param>
    /// <param name="shape">Their shape.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArgumentException">The name cannot stand in a file; the number of values is not the shape's.</exception>
    public static SafetensorsTensor Of(string name, ReadOnlySpan<ulong> values, Shape shape) =>
        new(SafetensorsHeader.Name(name), StoredElements.Of(InMemory(name), values, shape));

    /// <summary>Truth values under a name, as BOOL.</summary>
    /// <inheritdoc cref="Of{T}(string, Variable{T})"/>
    public static SafetensorsTensor Of(string name, Mask values) =>
        new(SafetensorsHeader.Name(name), StoredElements.Of(InMemory(name), values));

    // Who it is in messages: there is no file to name.
    private static string InMemory(string name) => SafetensorsHeader.Label("memory", name);
}
