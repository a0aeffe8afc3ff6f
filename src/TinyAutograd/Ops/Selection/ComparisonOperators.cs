#pragma warning disable CA2225 // The named forms are extension methods: IsGreater, IsLess, IsGreaterOrEqual, IsLessOrEqual.

namespace TinyAutograd;

/// <content>The comparisons, element by element with broadcasting.</content>
public sealed partial class Variable<T>
{
    /// <summary>See <see cref="VariableOps.IsGreater{T}(Variable{T}, Variable{T})"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Mask operator >(Variable<T> a, Variable<T> b) => a.IsGreater(b);

    /// <summary>See <see cref="VariableOps.IsGreater{T}(Variable{T}, T)"/>.</summary>
    public static Mask operator >(Variable<T> a, T b) => a.IsGreater(b);

    /// <summary>See <see cref="VariableOps.IsLess{T}(Variable{T}, T)"/>.</summary>
    public static Mask operator >(T a, Variable<T> b) => b.IsLess(a);

    /// <summary>See <see cref="VariableOps.IsLess{T}(Variable{T}, Variable{T})"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Mask operator <(Variable<T> a, Variable<T> b) => a.IsLess(b);

    /// <summary>See <see cref="VariableOps.IsLess{T}(Variable{T}, T)"/>.</summary>
    public static Mask operator <(Variable<T> a, T b) => a.IsLess(b);

    /// <summary>See <see cref="VariableOps.IsGreater{T}(Variable{T}, T)"/>.</summary>
    public static Mask operator <(T a, Variable<T> b) => b.IsGreater(a);

    /// <summary>See <see cref="VariableOps.IsGreaterOrEqual{T}(Variable{T}, Variable{T})"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Mask operator >=(Variable<T> a, Variable<T> b) => a.IsGreaterOrEqual(b);

    /// <summary>See <see cref="VariableOps.IsGreaterOrEqual{T}(Variable{T}, T)"/>.</summary>
    public static Mask operator >=(Variable<T> a, T b) => a.IsGreaterOrEqual(b);

    /// <summary>See <see cref="VariableOps.IsLessOrEqual{T}(Variable{T}, T)"/>.</summary>
    public static Mask operator >=(T a, Variable<T> b) => b.IsLessOrEqual(a);

    /// <summary>See <see cref="VariableOps.IsLessOrEqual{T}(Variable{T}, Variable{T})"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Mask operator <=(Variable<T> a, Variable<T> b) => a.IsLessOrEqual(b);

    /// <summary>See <see cref="VariableOps.IsLessOrEqual{T}(Variable{T}, T)"/>.</summary>
    public static Mask operator <=(Variable<T> a, T b) => a.IsLessOrEqual(b);

    /// <summary>See <see cref="VariableOps.IsGreaterOrEqual{T}(Variable{T}, T)"/>.</summary>
    public static Mask operator <=(T a, Variable<T> b) => b.IsGreaterOrEqual(a);
}
