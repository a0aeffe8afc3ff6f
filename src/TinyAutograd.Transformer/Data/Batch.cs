using System.Runtime.CompilerServices;

namespace TinyAutograd.Transformer;

/// <summary>What a language model is trained on: tokens and, for each position, the token that follows.</summary>
/// <param name="Tokens">Shape (B, T).</param>
/// <param name="Targets">Shape (B, T); <see cref="Ignored"/> where nothing is to be predicted.</param>
public sealed record Batch(Indices Tokens, Indices Targets)
{
    /// <summary>Shape (B, T).</summary>
    public Indices Tokens
    {
        get;
        init => field = Given(value);
    } = Given(Tokens);

    /// <summary>Shape (B, T); <see cref="Ignored"/> where nothing is to be predicted.</summary>
    public Indices Targets
    {
        get;
        init => field = Given(value);
    } = Given(Targets);

    /// <summary>The target of a padded position: the loss passes it over.</summary>
    public const int Ignored = -100;

    /// <summary>Number of predicted characters: the targets that are not ignored.</summary>
    public int PredictionCount => Targets.Length - Targets.AsSpan().Count(Ignored);

    /// <summary>One item a row: mark, characters, and as target of the last character the mark again. The rest of the row is padding.</summary>
    /// <param name="tokenizer">Gives the tokens.</param>
    /// <param name="items">The rows.</param>
    /// <param name="contextLength">T, number of positions; an item may have T − 1 characters.</param>
    /// <returns>A batch of shape (number of items, T).</returns>
    /// <exception cref="ArgumentException">An item is too long or has an unknown character.</exception>
    public static Batch Of(
        CharacterTokenizer tokenizer,
        IReadOnlyList<string> items,
        int contextLength
    )
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(items);
        var shape = Shape.Of(items.Count, contextLength);
        var tokens = new int[shape.ElementCount]; // padding: the mark, whose targets are ignored
        var targets = new int[shape.ElementCount];
        targets.AsSpan().Fill(Ignored);
        for (var row = 0; row < items.Count; row++)
        {
            ArgumentNullException.ThrowIfNull(items[row], nameof(items));
            var encoded = tokenizer.Encode(items[row]);
            if (encoded.Length > contextLength - 1)
            {
                throw new ArgumentException(
                    $"\"{items[row]}\" has {encoded.Length} characters; a context of {contextLength} holds {contextLength - 1}. "
                        + $"Use a context of at least {encoded.Length + 1}.",
                    nameof(items)
                );
            }
            var start = row * contextLength;
            encoded.CopyTo(tokens.AsSpan(start + 1));
            encoded.CopyTo(targets.AsSpan(start));
            targets[start + encoded.Length] = CharacterTokenizer.Mark;
        }
        return new Batch(Indices.Of(tokens, shape), Indices.Of(targets, shape));
    }

    /// <summary>The rows in parts of so many, the last of those that are left.</summary>
    internal IEnumerable<Batch> Split(int rowsPerPart)
    {
        var (rows, length) = (Tokens.Shape[0], Tokens.Shape[1]);
        for (var row = 0; row < rows; row += rowsPerPart)
        {
            var shape = Shape.Of(Math.Min(rowsPerPart, rows - row), length);
            yield return new Batch(
                Indices.Of(Tokens.AsSpan().Slice(row * length, shape.ElementCount), shape),
                Indices.Of(Targets.AsSpan().Slice(row * length, shape.ElementCount), shape)
            );
        }
    }

    /// <summary>Some examples, one a row.</summary>
    internal static Batch Read(IExamples examples, int rowCount, Func<int, int> exampleOf)
    {
        var length = examples.ContextLength;
        var shape = Shape.Of(rowCount, length);
        var tokens = new int[shape.ElementCount];
        var targets = new int[shape.ElementCount];
        for (var row = 0; row < rowCount; row++)
        {
            examples.Read(
                exampleOf(row),
                tokens.AsSpan(row * length, length),
                targets.AsSpan(row * length, length)
            );
        }
        return new Batch(Indices.Of(tokens, shape), Indices.Of(targets, shape));
    }

    private static Indices Given(
        Indices value,
        [CallerArgumentExpression(nameof(value))] string? name = null
    )
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }
}
