using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Measures, over texts, how much more a head looks at each <see cref="HeadKind"/> than chance would.</summary>
/// <remarks>Row i may look at the i + 1 positions up to its own; chance gives each the same 1/(i + 1). Row 0 can only look at itself, and a
/// row without a position of the kind says nothing about it: both are passed over, so that a head that always looks at a kind has mass 1.</remarks>
public sealed class HeadKindMeter
{
    /// <summary>The margin over chance that names a kind unless told: 0.25 of the attention.</summary>
    public const double DefaultThreshold = 0.25;

    private static readonly HeadKind[] Kinds = Enum.GetValues<HeadKind>();

    private readonly double[] mass = new double[Kinds.Length];
    private readonly double[] chance = new double[Kinds.Length];
    private readonly int[] rows = new int[Kinds.Length];

    /// <summary>Adds the pattern of one text.</summary>
    /// <param name="tokens">T tokens, the mark first.</param>
    /// <param name="pattern">Row-major with at least T rows and exactly <paramref name="stride"/> columns, of which T count; row i has probabilities
    /// in its columns 0…i.</param>
    /// <param name="stride">Columns per row, at least T.</param>
    /// <exception cref="ArgumentException">The pattern is too small.</exception>
    public void Add<T>(ReadOnlySpan<int> tokens, ReadOnlySpan<T> pattern, int stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (stride < tokens.Length || pattern.Length < (long)stride * tokens.Length)
        {
            throw new ArgumentException(
                $"HeadKindMeter: {pattern.Length} numbers with {stride} a row are no pattern of {tokens.Length} tokens.",
                nameof(pattern)
            );
        }
        for (var row = 1; row < tokens.Length; row++)
        {
            foreach (var kind in Kinds) // none of them takes all positions of such a row: there is a choice
            {
                AddRow(kind, tokens[..(row + 1)], pattern.Slice(row * stride, row + 1));
            }
        }
    }

    /// <summary>One score for each kind. Without a row that has a choice, mass and chance are 0.</summary>
    public IReadOnlyList<HeadKindScore> Scores =>
        [
            .. Kinds.Select(
                (kind, i) =>
                {
                    var count = Math.Max(rows[i], 1);
                    return new HeadKindScore(kind, mass[i] / count, chance[i] / count, rows[i]);
                }
            ),
        ];

    /// <summary>The kind with the largest margin, if that exceeds a threshold; else null.</summary>
    /// <param name="threshold">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not in (0, 1).</exception>
    public HeadKind? Name(double threshold = DefaultThreshold)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(threshold, 1);
        var best = Scores.MaxBy(score => score.Margin)!;
        return best.Margin > threshold ? best.Kind : null;
    }

    private void AddRow<T>(HeadKind kind, ReadOnlySpan<int> tokens, ReadOnlySpan<T> probabilities)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (sum, count) = (0.0, 0);
        for (var column = 0; column < tokens.Length; column++)
        {
            if (IsOf(kind, tokens, column))
            {
                sum += double.CreateChecked(probabilities[column]);
                count++;
            }
        }
        if (count > 0)
        {
            mass[(int)kind] += sum;
            chance[(int)kind] += (double)count / tokens.Length;
            rows[(int)kind]++;
        }
    }

    // The last of the tokens looks at the one in this column.
    private static bool IsOf(HeadKind kind, ReadOnlySpan<int> tokens, int column)
    {
        var self = tokens.Length - 1;
        return kind switch
        {
            HeadKind.Itself => column == self,
            HeadKind.PreviousLetter => column == self - 1,
            HeadKind.FirstPosition => column == 0,
            HeadKind.SameLetter => column < self && tokens[column] == tokens[self],
            HeadKind.AfterSameLetter => column is > 0 && tokens[column - 1] == tokens[self],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of head."),
        };
    }
}
