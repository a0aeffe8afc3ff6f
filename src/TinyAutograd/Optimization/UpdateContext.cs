using System.Numerics;

namespace TinyAutograd;

/// <summary>What an optimizer needs to know to update one parameter, or a piece of it.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct UpdateContext<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[][] arrays;
    private readonly int start;
    private readonly int length;

    internal UpdateContext(
        double learningRate,
        double weightDecay,
        long stepCount,
        T[][] arrays,
        int start,
        int length
    )
    {
        LearningRate = learningRate;
        WeightDecay = weightDecay;
        StepCount = stepCount;
        this.arrays = arrays;
        (this.start, this.length) = (start, length);
    }

    /// <summary>Size of this step for the parameter's group.</summary>
    public double LearningRate { get; }

    /// <summary>Weight decay of the parameter's group.</summary>
    public double WeightDecay { get; }

    /// <summary>Number of this parameter's updates, this one included: from 1.</summary>
    public long StepCount { get; }

    /// <summary>State array number <paramref name="i"/>, in the order of the names: as many numbers as are updated. What is written stays.</summary>
    public Span<T> State(int i) => arrays[i].AsSpan(start, length);
}
