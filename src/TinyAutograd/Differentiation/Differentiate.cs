using System.Numerics;

namespace TinyAutograd;

/// <summary>Derivatives of ordinary C# functions of variables: gradients, Jacobians, Hessians, and their products with vectors.</summary>
/// <remarks>
/// <para>Everything nests: inside each other, inside open tapes, to any order. Variables that the function captures are constants for the call,
/// but a tape that is open around it sees them. The function is called once per call.</para>
/// <para>Where the result does not depend on an input the derivative is zero. Results live on after the call: as long as the scope that is open
/// around it, or without end where none is.</para>
/// </remarks>
public static partial class Differentiate
{
    /// <summary>The gradient of a function of one variable, <c>∂f/∂x</c>.</summary>
    /// <param name="f">Gives a single number.</param>
    /// <param name="at">The point x, any shape.</param>
    /// <returns>The shape of <paramref name="at"/>.</returns>
    /// <exception cref="ArgumentException">The function gave several numbers.</exception>
    /// <exception cref="InvalidOperationException">An op between the point and the result has no derivative.</exception>
    /// <remarks>Cost: one backward pass.</remarks>
    public static Variable<T> Gradient<T>(Func<Variable<T>, Variable<T>> f, Variable<T> at)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Evaluate("Gradient", OfOne(f), [at]).Gradients[0];

    /// <summary>The gradients of a function of several variables, <c>∂f/∂xᵢ</c>.</summary>
    /// <param name="f">Gives a single number.</param>
    /// <param name="at">The point, one variable per argument, any shapes.</param>
    /// <returns>One gradient per argument, of its shape.</returns>
    /// <inheritdoc cref="Gradient{T}(Func{Variable{T}, Variable{T}}, Variable{T})" path="/exception|/remarks"/>
    public static IReadOnlyList<Variable<T>> Gradient<T>(
        Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
        IReadOnlyList<Variable<T>> at
    )
        where T : unmanaged, IFloatingPointIeee754<T> => Evaluate("Gradient", f, at).Gradients;

    /// <summary>The value of a function of one variable and its gradient, <c>f(x)</c> and <c>∂f/∂x</c>.</summary>
    /// <returns>The value as the function gave it, and the gradient in the shape of <paramref name="at"/>.</returns>
    /// <inheritdoc cref="Gradient{T}(Func{Variable{T}, Variable{T}}, Variable{T})"/>
    public static (Variable<T> Value, Variable<T> Gradient) ValueAndGradient<T>(
        Func<Variable<T>, Variable<T>> f,
        Variable<T> at
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (value, gradients) = Evaluate("ValueAndGradient", OfOne(f), [at]);
        return (value, gradients[0]);
    }

    /// <summary>The value of a function of several variables and its gradients, <c>f(x)</c> and <c>∂f/∂xᵢ</c>.</summary>
    /// <returns>The value as the function gave it, and one gradient per argument, of its shape.</returns>
    /// <inheritdoc cref="Gradient{T}(Func{IReadOnlyList{Variable{T}}, Variable{T}}, IReadOnlyList{Variable{T}})"/>
    public static (Variable<T> Value, IReadOnlyList<Variable<T>> Gradients) ValueAndGradient<T>(
        Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
        IReadOnlyList<Variable<T>> at
    )
        where T : unmanaged, IFloatingPointIeee754<T> => Evaluate("ValueAndGradient", f, at);

    private static (Variable<T> Value, Variable<T>[] Gradients) Evaluate<T>(
        string method,
        Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
        IReadOnlyList<Variable<T>> at
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfMissing(method, f, at);
        using var tape = new Tape<T>();
        var x = Arguments(at);
        var y = Call(method, f, x);
        ThrowIfNotScalar(method, y);
        var gradients = tape.Gradients(y, of: x, unreached: Unreached.Zero);
        return (tape.Keep(y), [.. gradients.Select(tape.Keep)]);
    }

    // Each argument is a variable of its own: a function may capture the very point it is differentiated at, and what it captures is a
    // constant. A tape around the call sees both.
    private static Variable<T>[] Arguments<T>(IReadOnlyList<Variable<T>> at)
        where T : unmanaged, IFloatingPointIeee754<T> => [.. at.Select(x => x.Alias())];

    private static Func<IReadOnlyList<Variable<T>>, Variable<T>> OfOne<T>(
        Func<Variable<T>, Variable<T>> f
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        return x => f(x[0]);
    }

    private static Variable<T> Call<T>(
        string method,
        Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
        Variable<T>[] x
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        f(x) ?? throw new ArgumentException($"{method}: the function gave null.", nameof(f));

    private static void ThrowIfNotScalar<T>(string method, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.Length != 1)
        {
            throw new ArgumentException(
                $"{method}: the function gave shape {y.Shape}, but needs to give a single number. Reduce it (Sum, Mean), or use Jacobian."
            );
        }
    }

    private static void ThrowIfMissing<T>(
        string method,
        Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
        IReadOnlyList<Variable<T>> at
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        if (at.Count == 0)
        {
            throw new ArgumentException(
                $"{method}: there must be at least one argument.",
                nameof(at)
            );
        }
        for (var i = 0; i < at.Count; i++)
        {
            if (at[i] is null)
            {
                throw new ArgumentNullException(nameof(at), $"{method}: argument {i} is null.");
            }
        }
    }
}
