#pragma warning disable CA2225 // The named forms are extension methods: Add, Subtract, Multiply, Divide, Negate.

namespace TinyAutograd;

/// <content>The operators, element by element with broadcasting.</content>
public sealed partial class Variable<T>
{
    /// <summary>See <see cref="VariableOps.Add"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator +(Variable<T> a, Variable<T> b) =>
        AddOp<T>.Instance.Apply(a, b);

    /// <summary>See <see cref="VariableOps.Add"/>.</summary>
    public static Variable<T> operator +(Variable<T> a, T b) => a + Variable.Of(b);

    /// <summary>See <see cref="VariableOps.Add"/>.</summary>
    public static Variable<T> operator +(T a, Variable<T> b) => Variable.Of(a) + b;

    /// <summary>See <see cref="VariableOps.Subtract"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator -(Variable<T> a, Variable<T> b) =>
        SubtractOp<T>.Instance.Apply(a, b);

    /// <summary>See <see cref="VariableOps.Subtract"/>.</summary>
    public static Variable<T> operator -(Variable<T> a, T b) => a - Variable.Of(b);

    /// <summary>See <see cref="VariableOps.Subtract"/>.</summary>
    public static Variable<T> operator -(T a, Variable<T> b) => Variable.Of(a) - b;

    /// <summary>See <see cref="VariableOps.Multiply"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator *(Variable<T> a, Variable<T> b) =>
        MultiplyOp<T>.Instance.Apply(a, b);

    /// <summary>See <see cref="VariableOps.Multiply"/>.</summary>
    public static Variable<T> operator *(Variable<T> a, T b) => a * Variable.Of(b);

    /// <summary>See <see cref="VariableOps.Multiply"/>.</summary>
    public static Variable<T> operator *(T a, Variable<T> b) => Variable.Of(a) * b;

    /// <summary>See <see cref="VariableOps.Divide"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator /(Variable<T> a, Variable<T> b) =>
        DivideOp<T>.Instance.Apply(a, b);

    /// <summary>See <see cref="VariableOps.Divide"/>.</summary>
    public static Variable<T> operator /(Variable<T> a, T b) => a / Variable.Of(b);

    /// <summary>See <see cref="VariableOps.Divide"/>.</summary>
    public static Variable<T> operator /(T a, Variable<T> b) => Variable.Of(a) / b;

    /// <summary>See <see cref="VariableOps.Negate"/>.</summary>
    public static Variable<T> operator -(Variable<T> x) => NegateOp<T>.Instance.Apply(x);
}

/// <content>The operators: those of the present value.</content>
public sealed partial class Parameter<T>
{
    /// <summary>See <see cref="VariableOps.Add"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator +(Parameter<T> a, Variable<T> b) => (Variable<T>)a + b;

    /// <summary>See <see cref="VariableOps.Add"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator +(Variable<T> a, Parameter<T> b) => a + (Variable<T>)b;

    /// <summary>See <see cref="VariableOps.Add"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator +(Parameter<T> a, Parameter<T> b) =>
        (Variable<T>)a + (Variable<T>)b;

    /// <summary>See <see cref="VariableOps.Add"/>.</summary>
    public static Variable<T> operator +(Parameter<T> a, T b) => (Variable<T>)a + b;

    /// <summary>See <see cref="VariableOps.Add"/>.</summary>
    public static Variable<T> operator +(T a, Parameter<T> b) => a + (Variable<T>)b;

    /// <summary>See <see cref="VariableOps.Subtract"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator -(Parameter<T> a, Variable<T> b) => (Variable<T>)a - b;

    /// <summary>See <see cref="VariableOps.Subtract"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator -(Variable<T> a, Parameter<T> b) => a - (Variable<T>)b;

    /// <summary>See <see cref="VariableOps.Subtract"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator -(Parameter<T> a, Parameter<T> b) =>
        (Variable<T>)a - (Variable<T>)b;

    /// <summary>See <see cref="VariableOps.Subtract"/>.</summary>
    public static Variable<T> operator -(Parameter<T> a, T b) => (Variable<T>)a - b;

    /// <summary>See <see cref="VariableOps.Subtract"/>.</summary>
    public static Variable<T> operator -(T a, Parameter<T> b) => a - (Variable<T>)b;

    /// <summary>See <see cref="VariableOps.Multiply"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator *(Parameter<T> a, Variable<T> b) => (Variable<T>)a * b;

    /// <summary>See <see cref="VariableOps.Multiply"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator *(Variable<T> a, Parameter<T> b) => a * (Variable<T>)b;

    /// <summary>See <see cref="VariableOps.Multiply"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator *(Parameter<T> a, Parameter<T> b) =>
        (Variable<T>)a * (Variable<T>)b;

    /// <summary>See <see cref="VariableOps.Multiply"/>.</summary>
    public static Variable<T> operator *(Parameter<T> a, T b) => (Variable<T>)a * b;

    /// <summary>See <see cref="VariableOps.Multiply"/>.</summary>
    public static Variable<T> operator *(T a, Parameter<T> b) => a * (Variable<T>)b;

    /// <summary>See <see cref="VariableOps.Divide"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator /(Parameter<T> a, Variable<T> b) => (Variable<T>)a / b;

    /// <summary>See <see cref="VariableOps.Divide"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator /(Variable<T> a, Parameter<T> b) => a / (Variable<T>)b;

    /// <summary>See <see cref="VariableOps.Divide"/>.</summary>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public static Variable<T> operator /(Parameter<T> a, Parameter<T> b) =>
        (Variable<T>)a / (Variable<T>)b;

    /// <summary>See <see cref="VariableOps.Divide"/>.</summary>
    public static Variable<T> operator /(Parameter<T> a, T b) => (Variable<T>)a / b;

    /// <summary>See <see cref="VariableOps.Divide"/>.</summary>
    public static Variable<T> operator /(T a, Parameter<T> b) => a / (Variable<T>)b;

    /// <summary>See <see cref="VariableOps.Negate"/>.</summary>
    public static Variable<T> operator -(Parameter<T> x) => -(Variable<T>)x;
}
