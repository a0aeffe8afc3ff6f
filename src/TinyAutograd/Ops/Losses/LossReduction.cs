using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

/// <summary>What a loss does with the losses of the single elements.</summary>
public enum LossReduction
{
    /// <summary>Their mean. The mean of nothing is NaN.</summary>
    Mean,

    /// <summary>Their sum. The sum of nothing is 0.</summary>
    Sum,

    /// <summary>Nothing: the result has one loss per element.</summary>
    None,
}

internal static class LossReductions
{
    /// <summary>The losses reduced, in public ops; <paramref name="count"/> is the divisor of the mean.</summary>
    /// <remarks>The mean of nothing is NaN, but nothing has no gradient: NaN is added, for a division by 0 would make 0·∞ of the
    /// derivatives.</remarks>
    public static Variable<T> Reduce<T>(this Variable<T> losses, LossReduction reduction, int count)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        reduction switch
        {
            LossReduction.Mean when count == 0 => losses.Sum() + T.NaN,
            LossReduction.Mean => losses.Sum() / T.CreateChecked(count),
            LossReduction.Sum => losses.Sum(),
            _ => losses,
        };

    /// <summary>The losses reduced, in plain numbers; <paramref name="count"/> is the divisor of the mean.</summary>
    public static void Reduce<T>(
        this LossReduction reduction,
        ReadOnlySpan<T> losses,
        int count,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (reduction == LossReduction.None)
        {
            losses.CopyTo(y);
            return;
        }
        var sum = TensorPrimitives.Sum(losses);
        y[0] = reduction == LossReduction.Mean ? sum / T.CreateChecked(count) : sum;
    }

    /// <summary>What each loss counts in the result.</summary>
    public static T Weight<T>(this LossReduction reduction, int count)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        reduction == LossReduction.Mean ? T.One / T.CreateChecked(count) : T.One;

    public static string Text(this LossReduction reduction) =>
        reduction switch
        {
            LossReduction.Mean => "mean",
            LossReduction.Sum => "sum",
            _ => "none",
        };

    public static void ThrowIfUndefined(this LossReduction reduction, string op)
    {
        if (!Enum.IsDefined(reduction))
        {
            throw new ArgumentOutOfRangeException(
                nameof(reduction),
                reduction,
                $"{op}: {(int)reduction} is not a LossReduction."
            );
        }
    }
}
