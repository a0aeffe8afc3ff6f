using System.Numerics;

namespace TinyAutograd;

/// <summary>Parameters that an optimizer treats alike: a rate relative to the optimizer's, and a weight decay of their own.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class ParameterGroup<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private double learningRateFactor;
    private double? weightDecay;

    /// <summary>A group of parameters.</summary>
    /// <param name="parameters">Each at most once (the list is copied).</param>
    /// <param name="learningRateFactor">Their rate is this times the optimizer's: a schedule moves all groups together. ≥ 0.</param>
    /// <param name="weightDecay">Their weight decay, ≥ 0; the optimizer's unless told.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public ParameterGroup(
        IReadOnlyList<Parameter<T>> parameters,
        double learningRateFactor = 1,
        double? weightDecay = null
    )
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = [.. parameters];
        foreach (var parameter in Parameters)
        {
            ArgumentNullException.ThrowIfNull(parameter, nameof(parameters));
        }
        this.learningRateFactor = Hyperparameter.NotNegative(
            learningRateFactor,
            nameof(learningRateFactor)
        );
        this.weightDecay = weightDecay is { } decay
            ? Hyperparameter.NotNegative(decay, nameof(weightDecay))
            : null;
    }

    /// <summary>The parameters of the group.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>The group's rate divided by the optimizer's, ≥ 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRateFactor
    {
        get => learningRateFactor;
        set =>
            learningRateFactor = Hyperparameter.NotNegative(
                value,
                nameof(value),
                nameof(LearningRateFactor)
            );
    }

    /// <summary>The group's weight decay, ≥ 0; null: the optimizer's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double? WeightDecay
    {
        get => weightDecay;
        set =>
            weightDecay = value is { } decay
                ? Hyperparameter.NotNegative(decay, nameof(value), nameof(WeightDecay))
                : null;
    }
}
