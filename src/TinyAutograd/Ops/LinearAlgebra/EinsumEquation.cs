namespace TinyAutograd;

/// <summary>An equation of <see cref="VariableOps.Einsum{T}"/>, parsed: the index letters of each operand and of the result.</summary>
internal sealed class EinsumEquation
{
    private readonly string text;
    private readonly Dictionary<char, int> sizes = [];

    private EinsumEquation(string text, string[] operands, string result)
    {
        this.text = text;
        Operands = operands;
        Result = result;
    }

    /// <summary>The letters of each operand.</summary>
    public IReadOnlyList<string> Operands { get; }

    /// <summary>The letters of the result, in order.</summary>
    public string Result { get; }

    /// <summary>The size that a letter stands for, once <see cref="Bind"/> has seen all operands.</summary>
    public int SizeOf(char letter) => sizes[letter];

    /// <summary>Parses an equation.</summary>
    /// <exception cref="ArgumentException">It cannot be understood.</exception>
    public static EinsumEquation Parse(string text, int operandCount)
    {
        var compact = text.Replace(" ", "", StringComparison.Ordinal);
        var arrow = compact.IndexOf("->", StringComparison.Ordinal);
        var operands = (arrow < 0 ? compact : compact[..arrow]).Split(',');
        if (operands.Length != operandCount)
        {
            throw Error(text, $"it has {operands.Length} operands, {operandCount} were given");
        }
        var result = arrow < 0 ? ImplicitResult(operands) : compact[(arrow + 2)..];
        foreach (var letter in string.Concat(operands) + result)
        {
            ThrowIfNoLetter(text, letter);
        }
        ThrowIfNoResult(text, result, operands);
        return new(text, operands, result);
    }

    /// <summary>Learns the sizes of the letters of one operand.</summary>
    /// <exception cref="ArgumentException">The rank is another, or a letter already has another size.</exception>
    public void Bind(int operand, Shape shape)
    {
        var letters = Operands[operand];
        if (letters.Length != shape.Rank)
        {
            throw Error(
                text,
                $"operand {operand} has {letters.Length} indices '{letters}', but shape {shape} has {shape.Rank} axes"
            );
        }
        for (var axis = 0; axis < letters.Length; axis++)
        {
            if (!sizes.TryAdd(letters[axis], shape[axis]) && sizes[letters[axis]] != shape[axis])
            {
                throw Error(
                    text,
                    $"index '{letters[axis]}' is {sizes[letters[axis]]} and, in operand {operand} {shape}, {shape[axis]}"
                );
            }
        }
    }

    // The letters that occur once, in alphabetical order.
    private static string ImplicitResult(string[] operands) =>
        string.Concat(
            string.Concat(operands)
                .GroupBy(letter => letter)
                .Where(group => group.Count() == 1)
                .Select(group => group.Key)
                .Order()
        );

    private static void ThrowIfNoResult(string text, string result, string[] operands)
    {
        foreach (var letter in result)
        {
            if (!operands.Any(operand => operand.Contains(letter)))
            {
                throw Error(text, $"index '{letter}' of the result occurs in no operand");
            }
            if (result.Count(other => other == letter) > 1)
            {
                throw Error(text, $"index '{letter}' occurs twice in the result");
            }
        }
    }

    private static void ThrowIfNoLetter(string text, char letter)
    {
        if (!char.IsAsciiLetter(letter))
        {
            throw Error(text, $"'{letter}' is not an index; indices are letters a–z and A–Z");
        }
    }

    private static ArgumentException Error(string text, string what) =>
        new($"Einsum: \"{text}\": {what}.");
}
