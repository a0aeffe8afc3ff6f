using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>RMSprop: steps divided by a running root mean square of the gradient, optionally centered and with momentum.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>With <c>d = g + wd·p</c>: <c>v ← αv + (1 − α)d²</c>; centered: <c>ḡ ← αḡ + (1 − α)d, a = √(v − ḡ²) + ε</c>, otherwise <c>a = √v + ε</c>.
/// Then <c>p ← p − lr·d/a</c>, or with momentum <c>b ← momentum·b + d/a, p ← p − lr·b</c>.</para>
/// <para>State: <c>square_avg</c> (v), <c>momentum_buffer</c> (b), <c>grad_avg</c> (ḡ). Sources: Tieleman and Hinton 2012, lecture 6.5;
/// Graves 2013 (centered).</para>
/// </remarks>
public sealed class RmsProp<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool hasBuffer;
    private double momentum;

    /// <summary>For parameters that are all treated alike.</summary>
    /// <param name="parameters">What to update.</param>
    /// <param name="learningRate">Size of a step, ≥ 0.</param>
    /// <param name="alpha">Memory of the mean square, in [0, 1).</param>
    /// <param name="epsilon">Added to the root, ≥ 0.</param>
    /// <param name="weightDecay">Pull towards 0, added to the gradient, ≥ 0.</param>
    /// <param name="momentum">Share of the previous direction that is kept, ≥ 0.</param>
    /// <param name="centered">Whether the mean gradient is subtracted: divide by the standard deviation.</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RmsProp(
        IReadOnlyList<Parameter<T>> parameters,
        double learningRate = 0.01,
        double alpha = 0.99,
        double epsilon = 1e-8,
        double weightDecay = 0,
        double momentum = 0,
        bool centered = false,
        bool maximize = false
    )
        : this(
            [new ParameterGroup<T>(parameters)],
            learningRate,
            alpha,
            epsilon,
            weightDecay,
            momentum,
            centered,
            maximize
        ) { }

    /// <summary>For groups of parameters.</summary>
    /// <param name="groups">What to update.</param>
    /// <param name="learningRate">Size of a step, ≥ 0.</param>
    /// <param name="alpha">Memory of the mean square, in [0, 1).</param>
    /// <param name="epsilon">Added to the root, ≥ 0.</param>
    /// <param name="weightDecay">Pull towards 0, added to the gradient, ≥ 0.</param>
    /// <param name="momentum">Share of the previous direction that is kept, ≥ 0.</param>
    /// <param name="centered">Whether the mean gradient is subtracted: divide by the standard deviation.</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter occurs twice, in one group or in two.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RmsProp(
        IReadOnlyList<ParameterGroup<T>> groups,
        double learningRate = 0.01,
        double alpha = 0.99,
        double epsilon = 1e-8,
        double weightDecay = 0,
        double momentum = 0,
        bool centered = false,
        bool maximize = false
    )
        : base(groups, learningRate, weightDecay, StateNames(momentum, centered))
    {
        hasBuffer = momentum != 0;
        this.momentum = Hyperparameter.NotNegative(momentum, nameof(momentum));
        Alpha = Hyperparameter.Share<T>(alpha, nameof(alpha));
        Epsilon = Hyperparameter.NotNegative(epsilon, nameof(epsilon));
        Centered = centered;
        Maximize = maximize;
    }

    /// <inheritdoc/>
    public override string Name => "RMSprop";

    /// <summary>Memory of the mean square, in [0, 1).</summary>
    public double Alpha { get; }

    /// <summary>Added to the root, ≥ 0.</summary>
    public double Epsilon { get; }

    /// <summary>Share of the previous direction that is kept, ≥ 0. May follow a schedule if it was above 0 at first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">The optimizer was made without momentum.</exception>
    public double Momentum
    {
        get => momentum;
        set
        {
            if (!hasBuffer && value != 0)
            {
                throw new InvalidOperationException(
                    "RmsProp was made without momentum and has no buffers for it."
                );
            }
            momentum = Hyperparameter.NotNegative(value, nameof(value), nameof(Momentum));
        }
    }

    /// <summary>Whether the mean gradient is subtracted.</summary>
    public bool Centered { get; }

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
        RmsPropKernel.Update(
            values,
            gradient,
            context.State(0),
            hasBuffer ? context.State(1) : default,
            Centered ? context.State(hasBuffer ? 2 : 1) : default,
            new RmsPropKernel.Settings<T>(
                LearningRate: T.CreateTruncating(context.LearningRate),
                WeightDecay: T.CreateTruncating(context.WeightDecay),
                Alpha: T.CreateTruncating(Alpha),
                Share: T.CreateTruncating(1 - Alpha),
                Momentum: T.CreateTruncating(Momentum),
                Epsilon: T.CreateTruncating(Epsilon),
                IsMaximizing: Maximize
            )
        );

    private static string[] StateNames(double momentum, bool centered) =>
        (momentum != 0, centered) switch
        {
            (false, false) => ["square_avg"],
            (true, false) => ["square_avg", "momentum_buffer"],
            (false, true) => ["square_avg", "grad_avg"],
            (true, true) => ["square_avg", "momentum_buffer", "grad_avg"],
        };
}
