using System.Globalization;
using System.Numerics;

namespace TinyAutograd;

/// <summary>Batch normalization of each channel, <c>y = (x − μ) / √(σ² + ε) ⊙ w + b</c>: in training with mean and variance of the batch, in evaluation
/// with running ones.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>Parameters: <c>weight</c> (C), at first 1, and <c>bias</c> (C), at first 0. Buffers: <c>running_mean</c> (C), at first 0, <c>running_var</c> (C),
/// at first 1, and <c>num_batches_tracked</c> (), at first 0.</para>
/// <para>Each forward pass in training moves the running values by the share m, <c>r ← (1 − m)·r + m·s</c>, where s is the mean of the batch or its
/// variance with divisor n − 1; the batch itself is normalized with divisor n. So does PyTorch. What computes a forward pass twice
/// (<see cref="VariableOps.Recompute"/>, a gradient check) moves them twice.</para>
/// <para>Source: Ioffe and Szegedy 2015.</para>
/// </remarks>
public sealed class BatchNorm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int channelCount;
    private readonly double epsilon;
    private readonly double? momentum;

    /// <summary>A normalization with gain 1 and bias 0.</summary>
    /// <param name="channelCount">C, ≥ 1.</param>
    /// <param name="epsilon">ε ≥ 0, added to the variance.</param>
    /// <param name="momentum">m in [0, 1], the share of a batch in the running values; with null they are the means over all batches so far.</param>
    /// <param name="isAffine">Whether there are a gain and a bias.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public BatchNorm(
        int channelCount,
        double epsilon = 1e-5,
        double? momentum = 0.1,
        bool isAffine = true
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channelCount);
        NormAxes.ThrowIfNegative("BatchNorm", epsilon);
        if (momentum is { } share && !(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(momentum),
                momentum,
                "BatchNorm: the momentum must lie in [0, 1], or be null for means over all batches."
            );
        }
        (this.channelCount, this.epsilon, this.momentum) = (channelCount, epsilon, momentum);
        if (isAffine)
        {
            Weight = AddParameter("weight", Variable.Ones<T>([channelCount]));
            Bias = AddParameter("bias", Variable.Zeros<T>([channelCount]));
        }
        RunningMean = AddBuffer("running_mean", Variable.Zeros<T>([channelCount]));
        RunningVariance = AddBuffer("running_var", Variable.Ones<T>([channelCount]));
        BatchCount = AddBuffer("num_batches_tracked", Variable.Zeros<T>([]));
    }

    /// <summary>The gain, (C), where there is one.</summary>
    public Parameter<T>? Weight { get; }

    /// <summary>The bias, (C), where there is one.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>The mean of each channel that evaluation uses, (C).</summary>
    public Buffer<T> RunningMean { get; }

    /// <summary>The variance of each channel that evaluation uses, (C).</summary>
    public Buffer<T> RunningVariance { get; }

    /// <summary>How many batches the running values have followed, ().</summary>
    public Buffer<T> BatchCount { get; }

    /// <inheritdoc/>
    protected override string Attributes
    {
        get
        {
            var share = momentum?.ToString(CultureInfo.InvariantCulture) ?? "mean of all";
            return FormattableString.Invariant($"eps: {epsilon}, momentum: {share}");
        }
    }

    /// <summary>Normalizes, and in training moves the running values.</summary>
    /// <param name="x">(N, C, …).</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">Axis 1 is not C, or in training there are fewer than two numbers for each channel.</exception>
    public override Variable<T> Forward(Variable<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 2 || x.Shape[1] != channelCount)
        {
            throw new ArgumentException(
                $"BatchNorm: x {x.Shape} must be (N, C, …) with C = {channelCount}."
            );
        }
        return IsTraining ? OfBatch(x) : OfRunningValues(x);
    }

    private Variable<T> OfBatch(Variable<T> x)
    {
        if (x.Length < 2 * channelCount)
        {
            throw new ArgumentException(
                $"BatchNorm: x {x.Shape} has {x.Length / channelCount} numbers for each channel, of which no variance can be had. "
                    + "Training needs at least 2: use larger batches, or GroupNorm; or call Evaluate."
            );
        }
        var y = x.BatchNorm(Weight?.Value, Bias?.Value, epsilon);
        Follow(x);
        return y;
    }

    // The statistics are computed aside: a tape does not record within a workspace.
    private void Follow(Variable<T> x)
    {
        using var aside = new Workspace<T>();
        var planes = x.Reshape([x.Shape[0], channelCount, x.Shape.LengthOf(2..)]);
        BatchCount.Assign(BatchCount.Value + T.One);
        var share = momentum is { } m ? T.CreateTruncating(m) : T.One / BatchCount.Value.Item();
        Move(RunningMean, planes.Mean([0, 2]));
        Move(RunningVariance, planes.Var([0, 2]));

        void Move(Buffer<T> running, Variable<T> ofBatch) =>
            running.Assign(running.Value * (T.One - share) + ofBatch * share);
    }

    private Variable<T> OfRunningValues(Variable<T> x)
    {
        var gain = (RunningVariance.Value + T.CreateTruncating(epsilon)).Rsqrt();
        gain = Weight is null ? gain : gain * Weight.Value;
        var shift = -(RunningMean.Value * gain);
        shift = Bias is null ? shift : shift + Bias.Value;
        return x * NormAxes.ByChannel(gain, x.Shape) + NormAxes.ByChannel(shift, x.Shape);
    }
}
