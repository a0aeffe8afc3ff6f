using System.Numerics;

namespace TinyAutograd;

/// <content>Whole matrices of derivatives.</content>
public static partial class Differentiate
{
    /// <summary>All first derivatives, <c>J[i, j] = ∂f(x)[i] / ∂x[j]</c>.</summary>
    /// <param name="f">Gives any shape.</param>
    /// <param name="at">The point x, any shape.</param>
    /// <returns>The shape of the function's result followed by that of <paramref name="at"/>.</returns>
    /// <exception cref="ArgumentException">The two shapes have more than 8 axes together.</exception>
    /// <exception cref="InvalidOperationException">An op between the point and the result has no derivative.</exception>
    /// <remarks>Cost: one backward pass per element of the result.</remarks>
    public static Variable<T> Jacobian<T>(Func<Variable<T>, Variable<T>> f, Variable<T> at)
        where T : unmanaged, IFloatingPointIeee754<T> => Jacobian(OfOne(f), [at])[0];

    /// <summary>All first derivatives with respect to each argument, <c>Jₖ[i, j] = ∂f(x)[i] / ∂xₖ[j]</c>.</summary>
    /// <param name="f">Gives any shape.</param>
    /// <param name="at">The point, one variable per argument, any shapes.</param>
    /// <returns>One Jacobian per argument: the shape of the function's result followed by that of the argument.</returns>
    /// <inheritdoc cref="Jacobian{T}(Func{Variable{T}, Variable{T}}, Variable{T})" path="/exception|/remarks"/>
    public static IReadOnlyList<Variable<T>> Jacobian<T>(
        Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
        IReadOnlyList<Variable<T>> at
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string Method = nameof(Jacobian);
        ThrowIfMissing(Method, f, at);
        using var tape = new Tape<T>();
        var x = Arguments(at);
        var y = Call(Method, f, x);
        return [.. Rows(Method, tape, y, x).Select(tape.Keep)];
    }

    /// <summary>All second derivatives, <c>H[i, j] = ∂²f / ∂x[i] ∂x[j]</c>.</summary>
    /// <param name="f">Gives a single number.</param>
    /// <param name="at">The point x, at most rank 4.</param>
    /// <returns>The shape of <paramref name="at"/> twice.</returns>
    /// <exception cref="ArgumentException">The function gave several numbers; the point has more than 4 axes.</exception>
    /// <exception cref="InvalidOperationException">An op between the point and the result has no derivative.</exception>
    /// <remarks>Cost: one backward pass per element of the point. Rows are computed one by one, so the result is symmetric up to rounding.</remarks>
    public static Variable<T> Hessian<T>(Func<Variable<T>, Variable<T>> f, Variable<T> at)
        where T : unmanaged, IFloatingPointIeee754<T> => Hessian(OfOne(f), [at])[0][0];

    /// <summary>All second derivatives in blocks, <c>Hₖₗ[i, j] = ∂²f / ∂xₖ[i] ∂xₗ[j]</c>.</summary>
    /// <param name="f">Gives a single number.</param>
    /// <param name="at">The point, one variable per argument, each at most rank 4.</param>
    /// <returns>For each argument k a list of blocks, one per argument l: the shape of argument k followed by that of l.</returns>
    /// <inheritdoc cref="Hessian{T}(Func{Variable{T}, Variable{T}}, Variable{T})" path="/exception|/remarks"/>
    public static IReadOnlyList<IReadOnlyList<Variable<T>>> Hessian<T>(
        Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
        IReadOnlyList<Variable<T>> at
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string Method = nameof(Hessian);
        ThrowIfMissing(Method, f, at);
        using var tape = new Tape<T>();
        var x = Arguments(at);
        var gradients = InnerGradients(Method, f, x);
        return
        [
            .. gradients.Select(g =>
                (IReadOnlyList<Variable<T>>)[.. Rows(Method, tape, g, x).Select(tape.Keep)]
            ),
        ];
    }

    // The derivative of each element of y with respect to every argument.
    private static Variable<T>[] Rows<T>(
        string method,
        Tape<T> tape,
        Variable<T> y,
        Variable<T>[] x
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (var argument in x)
        {
            if (y.Rank + argument.Rank > Shape.MaxRank)
            {
                throw new ArgumentException(
                    $"{method}: the shapes {y.Shape} and {argument.Shape} have more than {Shape.MaxRank} axes together. Flatten them."
                );
            }
        }
        return tape.HasListener ? RecordedRows(tape, y, x) : CopiedRows(tape, y, x);
    }

    // In ops, for a tape that listens.
    private static Variable<T>[] RecordedRows<T>(Tape<T> tape, Variable<T> y, Variable<T>[] x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = Array.ConvertAll(x, _ => new Variable<T>[y.Length]);
        for (var row = 0; row < y.Length; row++)
        {
            var gradients = Row(tape, y, row, x);
            for (var k = 0; k < x.Length; k++)
            {
                rows[k][row] = gradients[k].Reshape([x[k].Length]);
            }
        }
        return
        [
            .. x.Select(
                (argument, k) =>
                    y.Length == 0
                        ? Variable.Zeros<T>(y.Shape.Concat(argument.Shape))
                        : VariableOps.Stack(rows[k]).Reshape(y.Shape.Concat(argument.Shape))
            ),
        ];
    }

    // Nobody listens: each pass gives its memory back before the next.
    private static Variable<T>[] CopiedRows<T>(Tape<T> tape, Variable<T> y, Variable<T>[] x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shapes = Array.ConvertAll(x, argument => y.Shape.Concat(argument.Shape));
        var values = Array.ConvertAll(shapes, shape => new T[shape.ElementCount]);
        for (var row = 0; row < y.Length; row++)
        {
            using var workspace = new Workspace<T>();
            var gradients = Row(tape, y, row, x);
            for (var k = 0; k < x.Length; k++)
            {
                gradients[k].AsSpan().CopyTo(values[k].AsSpan(row * x[k].Length));
            }
        }
        return [.. values.Select((value, k) => Variable.Own(value, shapes[k]))];
    }

    private static Gradients<T> Row<T>(Tape<T> tape, Variable<T> y, int row, Variable<T>[] x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var one = new T[y.Length];
        one[row] = T.One;
        return tape.Gradients(
            y,
            of: x,
            upstream: Variable.Own(one, y.Shape),
            unreached: Unreached.Zero
        );
    }
}
