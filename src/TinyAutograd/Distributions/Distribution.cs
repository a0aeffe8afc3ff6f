using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd;

/// <summary>Independent random numbers, one for each element of a shape.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>A loss that depends on samples whose probabilities it should change uses <see cref="LogProbability"/> (the score function,
/// Williams 1992); one that can be differentiated through the draw uses the <c>Draw</c> of the distributions that have it (Kingma and Welling 2014).</remarks>
public abstract class Distribution<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected Distribution(Shape shape) => Shape = shape;

    /// <summary>The shape of a sample: the common one of the parameters.</summary>
    public Shape Shape { get; }

    /// <summary>Draws a constant for each element.</summary>
    /// <param name="random">The generator; it moves on. Equal states give equal draws.</param>
    /// <returns>Of <see cref="Shape"/>; no gradient flows through it.</returns>
    public abstract Variable<T> Sample(RandomGenerator random);

    /// <summary>The logarithm of the probability, or of its density, of each element, in nats.</summary>
    /// <param name="value">A shape that broadcasts with <see cref="Shape"/>.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public abstract Variable<T> LogProbability(Variable<T> value);

    /// <summary>The entropy of each element, in nats; of its density where it is continuous.</summary>
    /// <returns>Of <see cref="Shape"/>.</returns>
    public abstract Variable<T> Entropy();

    /// <summary>A number as an operand.</summary>
    private protected static T Number(double number) => T.CreateTruncating(number);

    /// <summary>The shape of a parameter.</summary>
    private protected static Shape ShapeOf(
        Variable<T> parameter,
        [CallerArgumentExpression(nameof(parameter))] string? name = null
    )
    {
        ArgumentNullException.ThrowIfNull(parameter, name);
        return parameter.Shape;
    }

    /// <exception cref="ArgumentException">An element is not as it should be; the message names the parameter and the element.</exception>
    private protected static void ThrowUnless(
        Func<T, bool> isValid,
        Variable<T> parameter,
        string name,
        string condition
    )
    {
        foreach (var element in parameter.AsSpan())
        {
            if (!isValid(element))
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The {name} has an element {element}; each must be {condition}."
                    )
                );
            }
        }
    }
}
