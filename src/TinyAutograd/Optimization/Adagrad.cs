using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>Adagrad: steps divided by the root of the sum of all squared gradients so far.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>With <c>d = g + wd·p</c> and k the number of the parameter's updates: <c>s ← s + d²</c>,
/// <c>p ← p − lr / (1 + (k − 1)·learningRateDecay) · d / (√s + ε)</c>.</para>
/// <para>State: <c>sum</c> (s). Source: Duchi, Hazan and Singer 2011.</para>
/// </remarks>
public sealed class Adagrad<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>For parameters that are all treated alike.</summary>
    /// <param name="parameters">What to update.</param>
    /// <param name="learningRate">Size of a step, ≥ 0.</param>
    /// <param name="learningRateDecay">How fast the rate falls with the number of updates, ≥ 0.</param>
    /// <param name="weightDecay">Pull towards 0, added to the gradient, ≥ 0.</param>
    /// <param name="initialAccumulatorValue">What the sums start from, ≥ 0.</param>
    /// <param name="epsilon">Added to the root, ≥ 0.</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adagrad(
        IReadOnlyList<Parameter<T>> parameters,
        double learningRate = 0.01,
        double learningRateDecay = 0,
        double weightDecay = 0,
        double initialAccumulatorValue = 0,
        double epsilon = 1e-10,
        bool maximize = false
    )
        : this(
            [new ParameterGroup<T>(parameters)],
            learningRate,
            learningRateDecay,
            weightDecay,
            initialAccumulatorValue,
            epsilon,
            maximize
        ) { }

    /// <summary>For groups of parameters.</summary>
    /// <param name="groups">What to update.</param>
    /// <param name="learningRate">Size of a step, ≥ 0.</param>
    /// <param name="learningRateDecay">How fast the rate falls with the number of updates, ≥ 0.</param>
    /// <param name="weightDecay">Pull towards 0, added to the gradient, ≥ 0.</param>
    /// <param name="initialAccumulatorValue">What the sums start from, ≥ 0.</param>
    /// <param name="epsilon">Added to the root, ≥ 0.</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter occurs twice, in one group or in two.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adagrad(
        IReadOnlyList<ParameterGroup<T>> groups,
        double learningRate = 0.01,
        double learningRateDecay = 0,
        double weightDecay = 0,
        double initialAccumulatorValue = 0,
        double epsilon = 1e-10,
        bool maximize = false
    )
        : base(
            groups,
            learningRate,
            weightDecay,
            ["sum"],
            Hyperparameter.NotNegative(initialAccumulatorValue, nameof(initialAccumulatorValue))
        )
    {
        LearningRateDecay = Hyperparameter.NotNegative(
            learningRateDecay,
            nameof(learningRateDecay)
        );
        Epsilon = Hyperparameter.NotNegative(epsilon, nameof(epsilon));
        Maximize = maximize;
    }

    /// <inheritdoc/>
    public override string Name => "Adagrad";

    /// <summary>How fast the rate falls with the number of updates.</summary>
    public double LearningRateDecay { get; }

    /// <summary>Added to the root.</summary>
    public double Epsilon { get; }

    /// <summary>Whether it climbs instead of descends.</summary>
    public bool Maximize { get; }

    /// <inheritdoc/>
    protected override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override void Update(
        Span<T> values,
        ReadOnlySpan<T> gradient,
        UpdateContext<T> context
    ) =>
        AdagradKernel.Update(
            values,
            gradient,
            context.State(0),
            new AdagradKernel.Settings<T>(
                LearningRate: T.CreateTruncating(
                    context.LearningRate / (1 + (context.StepCount - 1) * LearningRateDecay)
                ),
                WeightDecay: T.CreateTruncating(context.WeightDecay),
                Epsilon: T.CreateTruncating(Epsilon),
                IsMaximizing: Maximize
            )
        );
}
