namespace TinyAutograd;

/// <summary>How often each class was predicted for each class: rows are what is true, columns what was predicted. <see cref="ToString"/> is a table.</summary>
public sealed partial class ConfusionMatrix
{
    private const int MostClasses = 46_340; // whose square is still an int

    private readonly long[] counts;
    private readonly string[] names;

    /// <summary>A matrix without examples.</summary>
    /// <param name="classCount">K, 1 to 46,340.</param>
    /// <param name="names">What the classes are called in the table; their numbers unless told.</param>
    /// <exception cref="ArgumentException">There are not K names.</exception>
    /// <exception cref="ArgumentOutOfRangeException">K is out of its range.</exception>
    public ConfusionMatrix(int classCount, IReadOnlyList<string>? names = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classCount, MostClasses);
        if (names is not null && names.Count != classCount)
        {
            throw new ArgumentException(
                $"ConfusionMatrix: {names.Count} names for {classCount} classes; give one for each.",
                nameof(names)
            );
        }
        ClassCount = classCount;
        this.names =
            names?.ToArray()
            ??
            [
                .. Enumerable.Range(0, classCount).Select(c => FormattableString.Invariant($"{c}")),
            ];
        counts = new long[classCount * classCount];
    }

    /// <summary>K.</summary>
    public int ClassCount { get; }

    /// <summary>How many examples were added.</summary>
    public long ExampleCount => counts.Sum();

    /// <summary>How many examples of one class were predicted to be of another, or of the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A class is not in [0, K).</exception>
    public long this[int actual, int predicted]
    {
        get
        {
            ThrowUnlessClass(actual);
            ThrowUnlessClass(predicted);
            return counts[actual * ClassCount + predicted];
        }
    }

    /// <summary>Adds examples.</summary>
    /// <param name="predicted">One class per example, each in [0, K): for example <c>logits.ArgMax(-1).AsSpan()</c>.</param>
    /// <param name="classes">The true classes, as many.</param>
    /// <exception cref="ArgumentException">The numbers of classes differ, or one is not in [0, K). Nothing was added then.</exception>
    public void Add(ReadOnlySpan<int> predicted, ReadOnlySpan<int> classes)
    {
        if (predicted.Length != classes.Length)
        {
            throw new ArgumentException(
                $"ConfusionMatrix.Add: {predicted.Length} predictions for {classes.Length} classes; there must be one for each."
            );
        }
        foreach (var c in (ReadOnlySpan<int>)[.. predicted, .. classes])
        {
            ThrowUnlessClass(c);
        }
        for (var i = 0; i < classes.Length; i++)
        {
            counts[classes[i] * ClassCount + predicted[i]]++;
        }
    }

    /// <summary>The share of examples that were predicted right; NaN without examples.</summary>
    public double Accuracy =>
        (double)Enumerable.Range(0, ClassCount).Sum(c => this[c, c]) / ExampleCount;

    /// <summary>Of the examples predicted to be of a class, the share that are: <c>TP / (TP + FP)</c>; NaN if none was predicted to be.</summary>
    /// <param name="c">The class, in [0, K).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Precision(int c) => (double)this[c, c] / PredictedCount(c);

    /// <summary>Of the examples of a class, the share that were predicted to be: <c>TP / (TP + FN)</c>; NaN if there is none.</summary>
    /// <param name="c">The class, in [0, K).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Recall(int c) => (double)this[c, c] / ActualCount(c);

    /// <summary>The harmonic mean of precision and recall, <c>2·TP / (2·TP + FP + FN)</c>; NaN if the class neither occurs nor is predicted.</summary>
    /// <param name="c">The class, in [0, K).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double F1(int c) => 2.0 * this[c, c] / (PredictedCount(c) + ActualCount(c));

    private long PredictedCount(int c) =>
        Enumerable.Range(0, ClassCount).Sum(actual => this[actual, c]);

    private long ActualCount(int c) =>
        Enumerable.Range(0, ClassCount).Sum(predicted => this[c, predicted]);

    private void ThrowUnlessClass(int c)
    {
        if ((uint)c >= (uint)ClassCount)
        {
            throw new ArgumentOutOfRangeException(
                null,
                c,
                $"ConfusionMatrix: class {c} is not in [0, {ClassCount})."
            );
        }
    }
}
