using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd;

/// <summary>Compares derivatives by backward rules with derivatives by differences, orders 1 and 2, and says which of them are wrong.</summary>
/// <remarks>
/// <para>Order 1: the gradient of <c>Σ f(x) ⊙ u</c> with a random u, by the backward pass's kernels and by its rules in public ops. Order 2: the gradient
/// of <c>Σ ∇(Σ f(x) ⊙ u) ⊙ w</c> with a random w, with respect to x and to u, against differences of the first order's analytic gradient.</para>
/// <para>Differences are central, of shrinking steps, extrapolated; where the slopes of the two sides do not meet, the point has
/// no derivative and the rule is not blamed. In double a derivative that is off by a factor of 1.001 is found.</para>
/// <para>The function is called many times and must give equal results for equal inputs.</para>
/// </remarks>
public static class GradientCheck
{
    /// <summary>Checks a function of one variable.</summary>
    /// <param name="f">Gives any shape.</param>
    /// <param name="at">The point, any shape, finite.</param>
    /// <param name="options">How thorough; the defaults unless told.</param>
    /// <param name="name">Its name in the report: the code of <paramref name="f"/> unless told.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="InvalidOperationException">The function gave different results for the same input; an op on the path has no derivative.</exception>
    public static GradientCheckReport Of<T>(
        Func<Variable<T>, Variable<T>> f,
        Variable<T> at,
        GradientCheckOptions? options = null,
        [CallerArgumentExpression(nameof(f))] string name = ""
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        return Of(x => f(x[0]), [at], options, name);
    }

    /// <summary>Checks a function of several variables.</summary>
    /// <param name="f">Gives any shape.</param>
    /// <param name="at">The point, one variable per argument, finite.</param>
    /// <param name="options">How thorough; the defaults unless told.</param>
    /// <param name="name">Its name in the report: the code of <paramref name="f"/> unless told.</param>
    /// <inheritdoc cref="Of{T}(Func{Variable{T}, Variable{T}}, Variable{T}, GradientCheckOptions?, string)" path="/typeparam|/returns|/exception|/remarks"/>
    public static GradientCheckReport Of<T>(
        Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
        IReadOnlyList<Variable<T>> at,
        GradientCheckOptions? options = null,
        [CallerArgumentExpression(nameof(f))] string name = ""
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        return Run(new FunctionSubject<T>(f, at), options, name);
    }

    /// <summary>Checks a loss with respect to the parameters that it reads.</summary>
    /// <param name="loss">Computes the loss, any shape, from the parameters.</param>
    /// <param name="parameters">They are moved and, whatever happens, put back bit for bit; variables taken from them before end.</param>
    /// <param name="options">How thorough; the defaults unless told.</param>
    /// <param name="name">Its name in the report: the code of <paramref name="loss"/> unless told.</param>
    /// <inheritdoc cref="Of{T}(Func{Variable{T}, Variable{T}}, Variable{T}, GradientCheckOptions?, string)" path="/typeparam|/returns|/exception|/remarks"/>
    public static GradientCheckReport Of<T>(
        Func<Variable<T>> loss,
        IReadOnlyList<Parameter<T>> parameters,
        GradientCheckOptions? options = null,
        [CallerArgumentExpression(nameof(loss))] string name = ""
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var parameter in parameters)
        {
            ArgumentNullException.ThrowIfNull(parameter, nameof(parameters));
        }
        return Run(new ParameterSubject<T>(loss, parameters), options, name);
    }

    /// <summary>Checks a loss with respect to the parameters of a module.</summary>
    /// <param name="loss">Computes the loss, any shape, with the module. Random parts (dropout) must give the same each time: <see cref="Module{T}.Evaluate"/>.</param>
    /// <param name="module">Its parameters are moved and, whatever happens, put back bit for bit; variables taken from them before end.</param>
    /// <param name="options">How thorough; the defaults unless told.</param>
    /// <param name="name">Its name in the report: the code of <paramref name="loss"/> unless told.</param>
    /// <inheritdoc cref="Of{T}(Func{Variable{T}, Variable{T}}, Variable{T}, GradientCheckOptions?, string)" path="/typeparam|/returns|/exception|/remarks"/>
    public static GradientCheckReport Of<T>(
        Func<Variable<T>> loss,
        Module<T> module,
        GradientCheckOptions? options = null,
        [CallerArgumentExpression(nameof(loss))] string name = ""
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(module);
        return Of(loss, module.Parameters, options, name);
    }

    private static GradientCheckReport Run<T>(
        GradientCheckSubject<T> subject,
        GradientCheckOptions? options,
        string name
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(name);
        options ??= new GradientCheckOptions();
        options.ThrowIfInvalid();
        // Tapes around the check neither record it nor keep its kernels from being used.
        using var workspace = new Workspace<T>();
        return new GradientCheckRun<T>(subject, options).Report(
            string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        );
    }
}
