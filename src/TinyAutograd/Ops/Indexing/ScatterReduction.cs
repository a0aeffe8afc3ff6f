namespace TinyAutograd;

/// <summary>How <see cref="VariableOps.ScatterReduce{T}"/> joins the numbers that go to one place.</summary>
public enum ScatterReduction
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their product.</summary>
    Prod,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The largest (PyTorch's amax). NaN wins.</summary>
    Max,

    /// <summary>The smallest (PyTorch's amin). NaN wins.</summary>
    Min,
}
