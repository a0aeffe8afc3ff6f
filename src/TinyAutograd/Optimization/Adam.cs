using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>Adam: steps scaled by running means of the gradient and of its square. Weight decay is added to the gradient;
/// see <see cref="AdamW{T}"/> for the decoupled form.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>With <c>d = g + wd·p</c> and k the number of the parameter's updates: <c>m ← β₁m + (1 − β₁)d</c>, <c>v ← β₂v + (1 − β₂)d²</c>,
/// <c>p ← p − lr · (m / (1 − β₁ᵏ)) / (√(v / (1 − β₂ᵏ)) + ε)</c>. AMSGrad puts the largest v so far in the place of v.</para>
/// <para>State: <c>exp_avg</c> (m), <c>exp_avg_sq</c> (v), <c>max_exp_avg_sq</c>. Sources: Kingma and Ba 2015, algorithm 1;
/// Reddi, Kale and Kumar 2018 (AMSGrad).</para>
/// </remarks>
public class Adam<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool isDecoupled;
    private double beta1;

    // The last numbers, which most parameters of a step share. Immutable, as several threads read and replace it.
    private StepNumbers? lastStep;

    /// <summary>The numbers of a step, and what they were computed for.</summary>
    private sealed record StepNumbers(
        (double LearningRate, double WeightDecay, long StepCount, double Beta1) Key,
        AdamCoefficients<T> Coefficients
    );

    /// <summary>For parameters that are all treated alike.</summary>
    /// <param name="parameters">What to update.</param>
    /// <param name="learningRate">Size of a step, ≥ 0.</param>
    /// <param name="beta1">Memory of the mean gradient, in [0, 1).</param>
    /// <param name="beta2">Memory of the mean squared gradient, in [0, 1).</param>
    /// <param name="epsilon">Added to the root, ≥ 0.</param>
    /// <param name="weightDecay">Pull towards 0, ≥ 0.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean square so far.</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adam(
        IReadOnlyList<Parameter<T>> parameters,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0,
        bool amsgrad = false,
        bool maximize = false
    )
        : this(
            [new ParameterGroup<T>(parameters)],
            learningRate,
            beta1,
            beta2,
            epsilon,
            weightDecay,
            amsgrad,
            maximize
        ) { }

    /// <summary>For groups of parameters.</summary>
    /// <param name="groups">What to update.</param>
    /// <param name="learningRate">Size of a step, ≥ 0.</param>
    /// <param name="beta1">Memory of the mean gradient, in [0, 1).</param>
    /// <param name="beta2">Memory of the mean squared gradient, in [0, 1).</param>
    /// <param name="epsilon">Added to the root, ≥ 0.</param>
    /// <param name="weightDecay">Pull towards 0, ≥ 0.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean square so far.</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter occurs twice, in one group or in two.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adam(
        IReadOnlyList<ParameterGroup<T>> groups,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0,
        bool amsgrad = false,
        bool maximize = false
    )
        : this(
            groups,
            learningRate,
            beta1,
            beta2,
            epsilon,
            weightDecay,
            amsgrad,
            maximize,
            isDecoupled: false
        ) { }

    private protected Adam(
        IReadOnlyList<ParameterGroup<T>> groups,
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        bool amsgrad,
        bool maximize,
        bool isDecoupled
    )
        : base(
            groups,
            learningRate,
            weightDecay,
            amsgrad ? ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"] : ["exp_avg", "exp_avg_sq"]
        )
    {
        this.beta1 = Hyperparameter.Share<T>(beta1, nameof(beta1));
        Beta2 = Hyperparameter.Share<T>(beta2, nameof(beta2));
        Epsilon = Hyperparameter.NotNegative(epsilon, nameof(epsilon));
        Amsgrad = amsgrad;
        Maximize = maximize;
        this.isDecoupled = isDecoupled;
    }

    /// <inheritdoc/>
    public override string Name => "Adam";

    /// <summary>Memory of the mean gradient, in [0, 1). May follow a schedule.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1).</exception>
    public double Beta1
    {
        get => beta1;
        set => beta1 = Hyperparameter.Share<T>(value, nameof(value), nameof(Beta1));
    }

    /// <summary>Memory of the mean squared gradient, in [0, 1).</summary>
    public double Beta2 { get; }

    /// <summary>Added to the root, ≥ 0.</summary>
    public double Epsilon { get; }

    /// <summary>Whether it divides by the largest mean square so far.</summary>
    public bool Amsgrad { get; }

    /// <summary>Whether it climbs instead of descends.</summary>
    public bool Maximize { get; }

    /// <inheritdoc/>
    protected sealed override bool IsElementwise => true;

    /// <inheritdoc/>
    protected sealed override void Update(
        Span<T> values,
        ReadOnlySpan<T> gradient,
        UpdateContext<T> context
    )
    {
        AdamKernel.Step(
            values,
            gradient,
            context.State(0),
            context.State(1),
            Amsgrad ? context.State(2) : default,
            Coefficients(context)
        );
    }

    private AdamCoefficients<T> Coefficients(UpdateContext<T> context)
    {
        var key = (context.LearningRate, context.WeightDecay, context.StepCount, Beta1);
        var last = Volatile.Read(ref lastStep);
        if (last is null || last.Key != key)
        {
            last = new StepNumbers(key, Compute(context));
            Volatile.Write(ref lastStep, last);
        }
        return last.Coefficients;
    }

    private AdamCoefficients<T> Compute(UpdateContext<T> context)
    {
        // The means are kept with betas rounded to T, and 1 − β₂ magnifies that rounding: the corrections must use the same betas.
        var (b1, b2) = (T.CreateTruncating(Beta1), T.CreateTruncating(Beta2));
        var correction1 = 1 - Math.Pow(double.CreateTruncating(b1), context.StepCount);
        var correction2 = 1 - Math.Pow(double.CreateTruncating(b2), context.StepCount);
        return new AdamCoefficients<T>
        {
            Beta1 = b1,
            Beta2 = b2,
            StepSize = T.CreateTruncating(context.LearningRate / correction1),
            SecondMomentScale = T.CreateTruncating(1 / Math.Sqrt(correction2)),
            Epsilon = T.CreateTruncating(Epsilon),
            ParameterScale = T.CreateTruncating(
                isDecoupled ? 1 - context.LearningRate * context.WeightDecay : 1
            ),
            GradientScale = Maximize ? T.NegativeOne : T.One,
            GradientPenalty = T.CreateTruncating(isDecoupled ? 0 : context.WeightDecay),
        };
    }
}
