using TinyAutograd;

/// <summary>Names as numbers: 0 before and after a name, 1 to 26 for its letters.</summary>
internal static class Names
{
    public const int TokenCount = 27;

    /// <summary>What is read, what comes next, and how many positions each name has, its end counted.</summary>
    public static (Indices Inputs, Indices Targets, Indices Lengths) Batch(string[] names)
    {
        var longest = names.Max(name => name.Length) + 1;
        var (inputs, targets) = (new int[names.Length * longest], new int[names.Length * longest]);
        for (var row = 0; row < names.Length; row++)
        {
            for (var i = 0; i < names[row].Length; i++)
            {
                inputs[row * longest + i + 1] = targets[row * longest + i] =
                    names[row][i] - 'a' + 1;
            }
        }
        return (
            Indices.Of(inputs, [names.Length, longest]),
            Indices.Of(targets, [names.Length, longest]),
            Indices.Of([.. names.Select(name => name.Length + 1)])
        );
    }
}
