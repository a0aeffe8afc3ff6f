using System.Numerics;

namespace TinyAutograd;

/// <summary>A layer with a way around it, <c>y = x + f(x)</c>, or <c>y = s(x) + f(x)</c> where f changes the shape.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters: <c>body.…</c> and, with a shortcut, <c>shortcut.…</c>. Source: He et al. 2016, eq. 1 and 2.</remarks>
public sealed class Residual<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Layer<T> body;
    private readonly Layer<T>? shortcut;

    /// <summary>A way around a layer.</summary>
    /// <param name="body">f, whose output has the shape of its input, or of the shortcut's output.</param>
    /// <param name="shortcut">s, for example a convolution with a kernel of 1 and a stride; the identity unless given.</param>
    public Residual(Layer<T> body, Layer<T>? shortcut = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        this.body = AddModule("body", body);
        this.shortcut = shortcut is null ? null : AddModule("shortcut", shortcut);
    }

    /// <summary>Adds both ways.</summary>
    /// <param name="x">What f takes.</param>
    /// <returns>The shape of f(x).</returns>
    /// <exception cref="ArgumentException">The two ways give different shapes: they would be broadcast otherwise.</exception>
    public override Variable<T> Forward(Variable<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var around = shortcut is null ? x : shortcut.Forward(x);
        var through = body.Forward(x);
        return around.Shape == through.Shape
            ? around + through
            : throw new ArgumentException(
                $"Residual: the body makes {through.Shape} of x {x.Shape}, and the way around it gives {around.Shape}. "
                    + "Give a shortcut that changes the shape in the same way."
            );
    }
}
