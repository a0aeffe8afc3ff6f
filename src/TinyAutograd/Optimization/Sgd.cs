using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>Stochastic gradient descent, with momentum (heavy ball or Nesterov's) and weight decay: <c>p ← p − lr·d</c>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para><c>d = g + wd·p</c> (−g if maximizing). With momentum, <c>b = d</c> at a parameter's first update and
/// <c>b ← momentum·b + (1 − dampening)·d</c> later; then d is <c>d + momentum·b</c> (Nesterov) or b.</para>
/// <para>State: <c>momentum_buffer</c>. Source: Sutskever et al. 2013, in PyTorch's form.</para>
/// </remarks>
public sealed class Sgd<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool hasBuffer;
    private double momentum;

    /// <summary>For parameters that are all treated alike.</summary>
    /// <param name="parameters">What to update.</param>
    /// <param name="learningRate">Size of a step, ≥ 0.</param>
    /// <param name="momentum">Share of the previous direction that is kept, ≥ 0.</param>
    /// <param name="dampening">Share of the gradient that is left out of the momentum.</param>
    /// <param name="weightDecay">Pull towards 0, added to the gradient, ≥ 0.</param>
    /// <param name="nesterov">Whether to look ahead; needs momentum and no dampening.</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter occurs twice, or Nesterov's form without momentum or with dampening.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Sgd(
        IReadOnlyList<Parameter<T>> parameters,
        double learningRate,
        double momentum = 0,
        double dampening = 0,
        double weightDecay = 0,
        bool nesterov = false,
        bool maximize = false
    )
        : this(
            [new ParameterGroup<T>(parameters)],
            learningRate,
            momentum,
            dampening,
            weightDecay,
            nesterov,
            maximize
        ) { }

    /// <summary>For groups of parameters.</summary>
    /// <param name="groups">What to update.</param>
    /// <param name="learningRate">Size of a step, ≥ 0.</param>
    /// <param name="momentum">Share of the previous direction that is kept, ≥ 0.</param>
    /// <param name="dampening">Share of the gradient that is left out of the momentum.</param>
    /// <param name="weightDecay">Pull towards 0, added to the gradient, ≥ 0.</param>
    /// <param name="nesterov">Whether to look ahead; needs momentum and no dampening.</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter occurs twice, in one group or in two, or Nesterov's form without momentum or with dampening.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Sgd(
        IReadOnlyList<ParameterGroup<T>> groups,
        double learningRate,
        double momentum = 0,
        double dampening = 0,
        double weightDecay = 0,
        bool nesterov = false,
        bool maximize = false
    )
        : base(groups, learningRate, weightDecay, momentum == 0 ? [] : ["momentum_buffer"])
    {
        if (nesterov && (momentum == 0 || dampening != 0))
        {
            throw new ArgumentException(
                "Sgd: Nesterov's form needs a momentum above 0 and no dampening.",
                nameof(nesterov)
            );
        }
        hasBuffer = momentum != 0;
        this.momentum = Hyperparameter.NotNegative(momentum, nameof(momentum));
        Dampening = double.IsFinite(dampening)
            ? dampening
            : throw new ArgumentOutOfRangeException(nameof(dampening));
        Nesterov = nesterov;
        Maximize = maximize;
    }

    /// <inheritdoc/>
    public override string Name => "SGD";

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
                    "Sgd was made without momentum and has no buffers for it."
                );
            }
            momentum = Hyperparameter.NotNegative(value, nameof(value), nameof(Momentum));
        }
    }

    /// <summary>Share of the gradient that is left out of the momentum.</summary>
    public double Dampening { get; }

    /// <summary>Whether it looks ahead (Nesterov's form).</summary>
    public bool Nesterov { get; }

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
        SgdKernel.Update(
            values,
            gradient,
            hasBuffer ? context.State(0) : default,
            new SgdKernel.Settings<T>(
                LearningRate: T.CreateTruncating(context.LearningRate),
                WeightDecay: T.CreateTruncating(context.WeightDecay),
                Momentum: T.CreateTruncating(Momentum),
                // the first gradient enters the buffer whole
                Share: T.CreateTruncating(context.StepCount == 1 ? 1 : 1 - Dampening),
                IsNesterov: Nesterov,
                IsMaximizing: Maximize
            )
        );
}
