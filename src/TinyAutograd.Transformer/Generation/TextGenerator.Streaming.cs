using System.Runtime.CompilerServices;

namespace TinyAutograd.Transformer;

/// <content>Texts while they are being written.</content>
public sealed partial class TextGenerator<T>
{
    /// <summary>A new text, piece by piece as it is written.</summary>
    /// <param name="random">Draws; it moves on.</param>
    /// <param name="options">How each token is chosen.</param>
    /// <param name="prefix">What the text starts with; needed where the tokenizer has no start token.</param>
    /// <param name="limits">Where it ends; unless given, at the end token or at the end of the context.</param>
    /// <param name="cancellationToken">Ends the text between two tokens, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>What follows the prefix, in pieces of whole characters, none of them empty. One after the other they are the text that
    /// <see cref="Generate"/> gives.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Tokens are computed on the thread pool, each when it is asked for: the caller's thread stays free. To be enumerated once.</remarks>
    /// <inheritdoc cref="Generate" path="/exception"/>
    public IAsyncEnumerable<string> StreamAsync(
        RandomGenerator random,
        SamplingOptions options,
        string prefix = "",
        GenerationLimits? limits = null,
        CancellationToken cancellationToken = default
    ) =>
        Each(
                Start(random, options, prefix, limits),
                static (text, token, _) => text.TextOf(token),
                cancellationToken
            )
            .Where(static piece => piece.Length > 0);

    /// <summary>A new text, token by token as it is written, with the probability of each.</summary>
    /// <param name="random">Draws; it moves on.</param>
    /// <param name="options">How each token is chosen.</param>
    /// <param name="prefix">What the text starts with; needed where the tokenizer has no start token.</param>
    /// <param name="limits">Where it ends; unless given, at the end token or at the end of the context.</param>
    /// <param name="cancellationToken">Ends the text between two tokens, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The tokens that follow the prefix; if the last one is the end token or a stop token, it is there, too.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Computed as by <see cref="StreamAsync"/>.</remarks>
    /// <inheritdoc cref="Generate" path="/exception"/>
    public IAsyncEnumerable<GeneratedToken> StreamTokensAsync(
        RandomGenerator random,
        SamplingOptions options,
        string prefix = "",
        GenerationLimits? limits = null,
        CancellationToken cancellationToken = default
    ) =>
        Each(
            Start(random, options, prefix, limits),
            static (text, token, probability) => text.Describe(token, probability),
            cancellationToken
        );

    // What is told of each token, computed when it is asked for.
    private static async IAsyncEnumerable<TItem> Each<TItem>(
        Continuation<T> text,
        Func<Continuation<T>, int, double, TItem> tell,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        text.Begin();
        while (!text.IsFinished)
        {
            yield return await Task.Run(
                    () =>
                    {
                        text.Read();
                        var (token, probability) = text.Draw();
                        return tell(text, token, probability);
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }
}
