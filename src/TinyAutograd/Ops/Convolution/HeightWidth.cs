namespace TinyAutograd;

/// <summary>A number along the height and one along the width of an image: a kernel's size, a stride, a padding, a dilation.</summary>
/// <param name="Height">Along the height (the axis before the last).</param>
/// <param name="Width">Along the width (the last axis).</param>
/// <remarks>Written as one number where both are equal, <c>stride: 2</c>, or as a pair, <c>padding: (1, 0)</c>.</remarks>
public readonly record struct HeightWidth(int Height, int Width)
{
    /// <summary>The same number along both.</summary>
    public static implicit operator HeightWidth(int both) => new(both, both);

    /// <summary>A pair, height first.</summary>
    public static implicit operator HeightWidth((int Height, int Width) pair) =>
        new(pair.Height, pair.Width);

    /// <summary>The same number along both.</summary>
    public static HeightWidth FromInt32(int both) => both;

    /// <summary>A pair, height first.</summary>
    public static HeightWidth FromValueTuple((int Height, int Width) pair) => pair;

    /// <summary>One number where both are equal, else the pair: <c>2</c>, <c>(1, 0)</c>.</summary>
    public override string ToString() => Height == Width ? $"{Height}" : $"({Height}, {Width})";
}
