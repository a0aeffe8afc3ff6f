using Microsoft.AspNetCore.Http;

namespace TinyTransformerLab;

/// <summary>A request that is not answered, and why.</summary>
/// <param name="status">The HTTP status, 4xx or 5xx.</param>
/// <param name="sentence">What to tell the person, and what to do.</param>
internal sealed class RefusalException(int status, string sentence) : Exception(sentence)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>For a wrong method: the right one.</summary>
    public string? Allow { get; private init; }

    /// <summary>Something in the request is not as it must be.</summary>
    public static RefusalException Bad(string sentence) =>
        new(StatusCodes.Status400BadRequest, sentence);

    /// <summary>Too much is going on; later it may work.</summary>
    public static RefusalException Busy(string sentence) =>
        new(StatusCodes.Status503ServiceUnavailable, sentence);

    /// <summary>Whoever asks may not.</summary>
    public static RefusalException Forbidden(string sentence) =>
        new(StatusCodes.Status403Forbidden, sentence);

    /// <summary>The path is right, the method is not.</summary>
    public static RefusalException Method(string path, string method) =>
        new(StatusCodes.Status405MethodNotAllowed, $"{path} takes {method} only.")
        {
            Allow = method,
        };
}
