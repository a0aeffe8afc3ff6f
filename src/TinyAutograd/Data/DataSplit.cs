namespace TinyAutograd;

/// <summary>Examples divided into those that are learnt from and those that are only tested on: each in exactly one part.</summary>
/// <param name="Training">Numbers of the training examples, ascending. <see cref="RowSelection"/> takes them out of the data.</param>
/// <param name="Test">Numbers of the test examples, ascending.</param>
public sealed record DataSplit(Indices Training, Indices Test)
{
    /// <summary>A random division.</summary>
    /// <param name="exampleCount">N ≥ 2.</param>
    /// <param name="testShare">The share of test examples, in (0, 1); their number is rounded.</param>
    /// <param name="seed">Decides the division.</param>
    /// <returns>The division.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in (0, 1), or a part would be empty.</exception>
    public static DataSplit Random(int exampleCount, double testShare, long seed)
    {
        var testCount = TestCount(exampleCount, testShare);
        return Of(exampleCount, Batches.Order(exampleCount, seed, epoch: 0).AsSpan()[..testCount]);
    }

    /// <summary>A random division in which each class has the same share of test examples, up to less than one example.</summary>
    /// <param name="classes">(N): the class of each example.</param>
    /// <param name="testShare">The share of test examples, in (0, 1); their number is rounded, and so is each class's, so that they add up.</param>
    /// <param name="seed">Decides the division.</param>
    /// <returns>The division.</returns>
    /// <exception cref="ArgumentException">The classes are no vector.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in (0, 1), or a part would be empty.</exception>
    public static DataSplit Stratified(Indices classes, double testShare, long seed)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Rank != 1)
        {
            throw new ArgumentException(
                $"DataSplit: classes {classes.Shape} must be a vector, one class per example.",
                nameof(classes)
            );
        }
        var testCount = TestCount(classes.Length, testShare);
        // A shuffled order, in groups by class: within a class its first examples are tested on.
        var groups = Batches
            .Order(classes.Length, seed, epoch: 0)
            .ToArray()
            .GroupBy(example => classes[example])
            .OrderBy(group => group.Key)
            .Select(group => group.ToArray())
            .ToArray();
        // Every class gets its share rounded down; what is missing then goes to the largest remainders.
        var quotas = Array.ConvertAll(groups, group => group.Length * testShare);
        var counts = Array.ConvertAll(quotas, quota => (int)quota);
        var missing = testCount - counts.Sum();
        foreach (
            var i in Enumerable
                .Range(0, groups.Length)
                .OrderByDescending(i => quotas[i] - counts[i])
                .Take(missing)
        )
        {
            counts[i]++;
        }
        int[] test = [.. groups.Zip(counts).SelectMany(pair => pair.First.Take(pair.Second))];
        return Of(classes.Length, test);
    }

    private static DataSplit Of(int exampleCount, ReadOnlySpan<int> test)
    {
        var isTest = new bool[exampleCount];
        foreach (var example in test)
        {
            isTest[example] = true;
        }
        var all = Enumerable.Range(0, exampleCount);
        return new DataSplit(
            Indices.Of([.. all.Where(example => !isTest[example])]),
            Indices.Of([.. all.Where(example => isTest[example])])
        );
    }

    private static int TestCount(int exampleCount, double testShare)
    {
        if (!(testShare > 0 && testShare < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(testShare),
                testShare,
                "DataSplit: the share of test examples must lie between 0 and 1."
            );
        }
        var count = (int)Math.Round(exampleCount * testShare, MidpointRounding.AwayFromZero);
        return count > 0 && count < exampleCount
            ? count
            : throw new ArgumentOutOfRangeException(
                nameof(testShare),
                testShare,
                FormattableString.Invariant(
                    $"DataSplit: a share of {testShare} of {exampleCount} examples is {count}, which leaves a part empty. Give more examples, or another share."
                )
            );
    }
}
