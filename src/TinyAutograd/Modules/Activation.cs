using System.Numerics;

namespace TinyAutograd;

/// <summary>A layer without parameters: any function of one variable, <c>new Activation&lt;float&gt;(x => x.Tanh())</c>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="function">Computes the output.</param>
/// <param name="name">For the summary; nothing unless told.</param>
public sealed class Activation<T>(Func<Variable<T>, Variable<T>> function, string name = "")
    : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Func<Variable<T>, Variable<T>> function =
        function ?? throw new ArgumentNullException(nameof(function));

    /// <inheritdoc/>
    protected override string Attributes { get; } =
        name ?? throw new ArgumentNullException(nameof(name));

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> x) => function(x);
}
