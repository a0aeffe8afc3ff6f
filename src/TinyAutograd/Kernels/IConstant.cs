namespace TinyAutograd.Kernels;

/// <summary>A number as a type, which the JIT folds.</summary>
internal interface IConstant
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }
}

/// <summary>Four.</summary>
internal readonly struct Four : IConstant
{
    /// <inheritdoc/>
    public static int Value => 4;
}

/// <summary>Six.</summary>
internal readonly struct Six : IConstant
{
    /// <inheritdoc/>
    public static int Value => 6;
}

/// <summary>Eight.</summary>
internal readonly struct Eight : IConstant
{
    /// <inheritdoc/>
    public static int Value => 8;
}

/// <summary>Zero.</summary>
internal readonly struct Zero : IConstant
{
    /// <inheritdoc/>
    public static int Value => 0;
}

/// <summary>One.</summary>
internal readonly struct One : IConstant
{
    /// <inheritdoc/>
    public static int Value => 1;
}

/// <summary>Two.</summary>
internal readonly struct Two : IConstant
{
    /// <inheritdoc/>
    public static int Value => 2;
}
