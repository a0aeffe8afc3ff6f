using System.Numerics;

namespace TinyAutograd;

/// <content>Products of Jacobians and Hessians with vectors, without the matrices.</content>
public static partial class Differentiate
{
    /// <summary>A vector times the Jacobian, <c>uᵀ J</c>: the gradient of <c>Σ f(x) ⊙ u</c>.</summary>
    /// <param name="f">Gives any shape.</param>
    /// <param name="at">The point x, any shape.</param>
    /// <param name="vector">u, of the shape that the function gives.</param>
    /// <returns>The shape of <paramref name="at"/>.</returns>
    /// <exception cref="ArgumentException">The vector has another shape than the function's result.</exception>
    /// <exception cref="InvalidOperationException">An op between the point and the result has no derivative.</exception>
    /// <remarks>Cost: one backward pass.</remarks>
    public static Variable<T> VectorJacobianProduct<T>(
        Func<Variable<T>, Variable<T>> f,
        Variable<T> at,
        Variable<T> vector
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorJacobianProduct(OfOne(f), [at], vector)[0];

    /// <summary>A vector times the Jacobian of each argument, <c>uᵀ Jᵢ</c>: the gradients of <c>Σ f(x) ⊙ u</c>.</summary>
    /// <param name="f">Gives any shape.</param>
    /// <param name="at">The point, one variable per argument, any shapes.</param>
    /// <param name="vector">u, of the shape that the function gives.</param>
    /// <returns>One product per argument, of its shape.</returns>
    /// <inheritdoc cref="VectorJacobianProduct{T}(Func{Variable{T}, Variable{T}}, Variable{T}, Variable{T})" path="/exception|/remarks"/>
    public static IReadOnlyList<Variable<T>> VectorJacobianProduct<T>(
        Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
        IReadOnlyList<Variable<T>> at,
        Variable<T> vector
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string Method = nameof(VectorJacobianProduct);
        ThrowIfMissing(Method, f, at);
        ArgumentNullException.ThrowIfNull(vector);
        using var tape = new Tape<T>();
        var x = Arguments(at);
        var y = Call(Method, f, x);
        ThrowIfShapeDiffers(Method, "the vector", vector, "the function's result", y.Shape);
        var products = tape.Gradients(y, of: x, upstream: vector, unreached: Unreached.Zero);
        return [.. products.Select(tape.Keep)];
    }

    /// <summary>The Jacobian times a vector, <c>J v</c>: the derivative of f in direction v.</summary>
    /// <param name="f">Gives any shape.</param>
    /// <param name="at">The point x, any shape.</param>
    /// <param name="vector">v, of the shape of <paramref name="at"/>.</param>
    /// <returns>The shape of the function's result.</returns>
    /// <exception cref="ArgumentException">The vector has another shape than the point.</exception>
    /// <exception cref="InvalidOperationException">An op between the point and the result has no derivative.</exception>
    /// <remarks>Forward mode: v is carried through the recorded ops in their order, each by <see cref="Op{T}.Tangent"/>. Cost: the function and, for each op
    /// on the path, its slope times v where it acts on each element, the op itself where it is linear, one op per moving factor where it is a product,
    /// its composition where it is fused; otherwise the op once more with its backward rule and that rule's own. Memory: the tape of f and one
    /// direction per entry.</remarks>
    public static Variable<T> JacobianVectorProduct<T>(
        Func<Variable<T>, Variable<T>> f,
        Variable<T> at,
        Variable<T> vector
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(vector);
        return JacobianVectorProduct(OfOne(f), [at], [vector]);
    }

    /// <summary>The Jacobians times vectors, <c>Σᵢ Jᵢ vᵢ</c>: the derivative of f when all arguments move at once.</summary>
    /// <param name="f">Gives any shape.</param>
    /// <param name="at">The point, one variable per argument, any shapes.</param>
    /// <param name="vectors">vᵢ, each of the shape of its argument.</param>
    /// <returns>The shape of the function's result.</returns>
    /// <exception cref="ArgumentException">Another number of vectors than arguments, or one of another shape.</exception>
    /// <inheritdoc cref="JacobianVectorProduct{T}(Func{Variable{T}, Variable{T}}, Variable{T}, Variable{T})" path="/remarks"/>
    public static Variable<T> JacobianVectorProduct<T>(
        Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
        IReadOnlyList<Variable<T>> at,
        IReadOnlyList<Variable<T>> vectors
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string Method = nameof(JacobianVectorProduct);
        ThrowIfMissing(Method, f, at);
        ThrowIfShapesDiffer(Method, vectors, at);
        using var tape = new Tape<T>();
        var x = Arguments(at);
        var y = Call(Method, f, x);
        return tape.Keep(ForwardPass.Push<T>(tape, y, x, [.. vectors]));
    }

    /// <summary>The Hessian times a vector, <c>H v</c>: the derivative of the gradient in direction v.</summary>
    /// <param name="f">Gives a single number.</param>
    /// <param name="at">The point x, any shape.</param>
    /// <param name="vector">v, of the shape of <paramref name="at"/>.</param>
    /// <returns>The shape of <paramref name="at"/>.</returns>
    /// <exception cref="ArgumentException">The function gave several numbers; the vector has another shape than the point.</exception>
    /// <exception cref="InvalidOperationException">An op between the point and the result has no derivative.</exception>
    /// <remarks>Cost: two backward passes. Source: Pearlmutter 1994, "Fast exact multiplication by the Hessian", here in reverse over reverse.</remarks>
    public static Variable<T> HessianVectorProduct<T>(
        Func<Variable<T>, Variable<T>> f,
        Variable<T> at,
        Variable<T> vector
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(vector);
        return HessianVectorProduct(OfOne(f), [at], [vector])[0];
    }

    /// <summary>The Hessian of several arguments times vectors, <c>Σⱼ Hᵢⱼ vⱼ</c> for each i.</summary>
    /// <param name="f">Gives a single number.</param>
    /// <param name="at">The point, one variable per argument, any shapes.</param>
    /// <param name="vectors">vⱼ, each of the shape of its argument.</param>
    /// <returns>One product per argument, of its shape.</returns>
    /// <exception cref="ArgumentException">The function gave several numbers; another number of vectors than arguments, or one of another shape.</exception>
    /// <inheritdoc cref="HessianVectorProduct{T}(Func{Variable{T}, Variable{T}}, Variable{T}, Variable{T})" path="/remarks"/>
    public static IReadOnlyList<Variable<T>> HessianVectorProduct<T>(
        Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
        IReadOnlyList<Variable<T>> at,
        IReadOnlyList<Variable<T>> vectors
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string Method = nameof(HessianVectorProduct);
        ThrowIfMissing(Method, f, at);
        ThrowIfShapesDiffer(Method, vectors, at);
        using var outer = new Tape<T>();
        var x = Arguments(at);
        // the Hessian is symmetric: vᵀ H, which a backward pass gives, is H v
        var gradients = InnerGradients(Method, f, x);
        return [.. Pull(outer, gradients, vectors, x).Select(outer.Keep)];
    }

    // The gradients of f at x, recorded by the tape that is open around.
    private static Gradients<T> InnerGradients<T>(
        string method,
        Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
        Variable<T>[] x
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var inner = new Tape<T>();
        var y = Call(method, f, x);
        ThrowIfNotScalar(method, y);
        return inner.Gradients(y, of: x, unreached: Unreached.Zero);
    }

    // The gradients of Σᵢ ⟨yᵢ, uᵢ⟩ with respect to x.
    private static Gradients<T> Pull<T>(
        Tape<T> tape,
        Gradients<T> y,
        IReadOnlyList<Variable<T>> u,
        Variable<T>[] x
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.Count == 1)
        {
            return tape.Gradients(y[0], of: x, upstream: u[0], unreached: Unreached.Zero);
        }
        var sum = (y[0] * u[0]).Sum();
        for (var i = 1; i < y.Count; i++)
        {
            sum += (y[i] * u[i]).Sum();
        }
        return tape.Gradients(sum, of: x, unreached: Unreached.Zero);
    }

    private static void ThrowIfShapesDiffer<T>(
        string method,
        IReadOnlyList<Variable<T>> vectors,
        IReadOnlyList<Variable<T>> at
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.Count != at.Count)
        {
            throw new ArgumentException(
                $"{method}: {vectors.Count} vectors for {at.Count} arguments; there must be one per argument."
            );
        }
        for (var i = 0; i < at.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(vectors[i], nameof(vectors));
            var which = at.Count == 1 ? "" : $" {i}";
            ThrowIfShapeDiffers(
                method,
                $"vector{which}",
                vectors[i],
                $"argument{which}",
                at[i].Shape
            );
        }
    }

    private static void ThrowIfShapeDiffers<T>(
        string method,
        string vectorRole,
        Variable<T> vector,
        string role,
        Shape shape
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (vector.Shape != shape)
        {
            throw new ArgumentException(
                $"{method}: {vectorRole} has shape {vector.Shape}, {role} {shape}; they must be equal."
            );
        }
    }
}
