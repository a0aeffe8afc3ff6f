using System.Numerics;

namespace TinyAutograd;

/// <summary>Group normalization, <c>y = (x − μ) / √(σ² + ε) ⊙ w + b</c>: mean and variance of each of so many groups of channels of one example, in training and
/// evaluation alike.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters: <c>weight</c> (C), at first 1, and <c>bias</c> (C), at first 0. Source: Wu and He 2018.</remarks>
public sealed class GroupNorm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int groupCount;
    private readonly int channelCount;
    private readonly double epsilon;

    /// <summary>A normalization with gain 1 and bias 0.</summary>
    /// <param name="groupCount">Number of groups, ≥ 1; divides C.</param>
    /// <param name="channelCount">C, ≥ 1.</param>
    /// <param name="epsilon">ε ≥ 0, added to the variance.</param>
    /// <param name="isAffine">Whether there are a gain and a bias.</param>
    /// <exception cref="ArgumentException">A number is out of its range, or the groups do not divide the channels.</exception>
    public GroupNorm(int groupCount, int channelCount, double epsilon = 1e-5, bool isAffine = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groupCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channelCount);
        NormAxes.ThrowIfNegative("GroupNorm", epsilon);
        if (channelCount % groupCount != 0)
        {
            throw new ArgumentException(
                $"GroupNorm: {channelCount} channels cannot be split into {groupCount} equal groups."
            );
        }
        (this.groupCount, this.channelCount, this.epsilon) = (groupCount, channelCount, epsilon);
        if (isAffine)
        {
            Weight = AddParameter("weight", Variable.Ones<T>([channelCount]));
            Bias = AddParameter("bias", Variable.Zeros<T>([channelCount]));
        }
    }

    /// <summary>The gain, (C), where there is one.</summary>
    public Parameter<T>? Weight { get; }

    /// <summary>The bias, (C), where there is one.</summary>
    public Parameter<T>? Bias { get; }

    /// <inheritdoc/>
    protected override string Attributes =>
        FormattableString.Invariant($"groups: {groupCount}, eps: {epsilon}");

    /// <summary>Normalizes.</summary>
    /// <param name="x">(N, C, …).</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">Axis 1 is not C.</exception>
    public override Variable<T> Forward(Variable<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank >= 2 && x.Shape[1] == channelCount
            ? x.GroupNorm(groupCount, Weight?.Value, Bias?.Value, epsilon)
            : throw new ArgumentException(
                $"GroupNorm: x {x.Shape} must be (N, C, …) with C = {channelCount}."
            );
    }
}
