using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

/// <summary>Norms of gradients, and clipping: new gradients for <see cref="Optimizer{T}.Step"/>, in the memory of the open tape and not recorded on it.</summary>
public static class GradientClipping
{
    // As in PyTorch: keeps the factor finite for gradients of 0.
    private const double Guard = 1e-6;

    /// <summary>The norm of all gradients as one long vector, <c>(Σ |g|ᵖ)^(1/p)</c>, computed in double.</summary>
    /// <param name="gradients">Any number of gradients.</param>
    /// <param name="normType">p > 0; infinity for the largest magnitude. 2 (Euclidean) unless told.</param>
    /// <returns>≥ 0; infinite or NaN if an element is.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="normType"/> is not above 0.</exception>
    /// <exception cref="ObjectDisposedException">The tape that made the gradients is closed.</exception>
    public static double GlobalNorm<T>(this Gradients<T> gradients, double normType = 2)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (!(normType > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(normType),
                normType,
                "The type of a norm must be above 0."
            );
        }
        if (double.IsPositiveInfinity(normType))
        {
            return Largest(gradients);
        }
        var sum = PowerSum(gradients, normType, scale: 1);
        if (sum is > 1e-280 and < double.PositiveInfinity)
        {
            return Math.Pow(sum, 1 / normType);
        }
        // Powers of huge or tiny numbers leave the range of double: once more, relative to the largest.
        var largest = Largest(gradients);
        var scale = 1 / largest;
        return double.IsFinite(largest) && double.IsFinite(scale)
            ? largest * Math.Pow(PowerSum(gradients, normType, scale), 1 / normType)
            : largest;
    }

    /// <summary>Scales all gradients by one factor so that their common norm is at most about <paramref name="maxNorm"/>:
    /// <c>g · min(1, maxNorm / (norm + 10⁻⁶))</c>.</summary>
    /// <param name="gradients">Of an open tape.</param>
    /// <param name="maxNorm">The largest norm, ≥ 0.</param>
    /// <param name="norm">The norm before clipping.</param>
    /// <param name="normType">See <see cref="GlobalNorm"/>.</param>
    /// <returns>The same object where nothing has to be scaled, new gradients otherwise.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNorm"/> is negative or NaN, or <paramref name="normType"/> not above 0.</exception>
    /// <exception cref="InvalidOperationException">An outer tape records these gradients: it would not see the clipping.</exception>
    /// <exception cref="ObjectDisposedException">The tape that made the gradients is closed.</exception>
    /// <remarks>If the norm is infinite the factor is 0: finite gradients become 0, infinite ones NaN. If it is NaN all become NaN. Look at
    /// <paramref name="norm"/> to skip such a step. Source: Pascanu, Mikolov and Bengio 2013; the guard is PyTorch's.</remarks>
    public static Gradients<T> ClipByGlobalNorm<T>(
        this Gradients<T> gradients,
        double maxNorm,
        out double norm,
        double normType = 2
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowUnlessClippable(gradients, maxNorm, nameof(maxNorm));
        norm = gradients.GlobalNorm(normType);
        var factor = Math.Min(1, maxNorm / (norm + Guard));
        return factor == 1
            ? gradients
            : gradients.Map(
                (_, g) => Compute(g, T.CreateTruncating(factor), TensorPrimitives.Multiply)
            );
    }

    /// <inheritdoc cref="ClipByGlobalNorm{T}(Gradients{T}, double, out double, double)"/>
    public static Gradients<T> ClipByGlobalNorm<T>(
        this Gradients<T> gradients,
        double maxNorm,
        double normType = 2
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        gradients.ClipByGlobalNorm(maxNorm, out _, normType);

    /// <summary>Limits each element of each gradient to [−limit, limit].</summary>
    /// <param name="gradients">Of an open tape.</param>
    /// <param name="limit">The largest magnitude, ≥ 0.</param>
    /// <returns>New gradients; NaN stays NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative or NaN.</exception>
    /// <exception cref="InvalidOperationException">An outer tape records these gradients: it would not see the clipping.</exception>
    /// <exception cref="ObjectDisposedException">The tape that made the gradients is closed.</exception>
    public static Gradients<T> ClipByValue<T>(this Gradients<T> gradients, double limit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowUnlessClippable(gradients, limit, nameof(limit));
        return gradients.Map(
            (_, g) =>
                Compute(
                    g,
                    T.CreateTruncating(limit),
                    static (x, limit, y) => TensorPrimitives.Clamp(x, -limit, limit, y)
                )
        );
    }

    private delegate void Kernel<T>(ReadOnlySpan<T> x, T number, Span<T> y);

    private static Variable<T> Compute<T>(Variable<T> x, T number, Kernel<T> kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var source = x.AsSpan();
        var memory = Recorder<T>.Current.Arena.Rent(x.Length);
        kernel(source, number, memory.Span(x.Length));
        return new Variable<T>(memory, x.Shape, "clipped gradient");
    }

    private static double PowerSum<T>(Gradients<T> gradients, double power, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = 0.0;
        using var parts = NormSweep.Run(gradients, power, scale);
        foreach (var part in parts.Span)
        {
            sum += part;
        }
        return sum;
    }

    private static double Largest<T>(Gradients<T> gradients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var largest = 0.0;
        using var parts = NormSweep.Run(gradients, double.PositiveInfinity, scale: 1);
        foreach (var part in parts.Span)
        {
            largest = Math.Max(largest, part);
        }
        return largest;
    }

    private static void ThrowUnlessClippable<T>(Gradients<T> gradients, double bound, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (!(bound >= 0))
        {
            throw new ArgumentOutOfRangeException(name, bound, $"{name} must be ≥ 0.");
        }
        if (gradients.IsRecorded)
        {
            throw new InvalidOperationException(
                "Clipping: an outer tape records these gradients and would not see the clipping. "
                    + "Clip gradients that were computed under one tape, or clip with ops in Gradients.Map."
            );
        }
    }
}
