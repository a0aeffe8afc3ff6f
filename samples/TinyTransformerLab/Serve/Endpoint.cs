namespace TinyTransformerLab;

/// <summary>What a path of the API does.</summary>
/// <param name="Method">The HTTP method that it takes.</param>
/// <param name="MostBytes">How long the body may be; 0 where there is none.</param>
/// <param name="Answer">From the bytes of the body to a record.</param>
internal sealed record Endpoint(
    string Method,
    int MostBytes,
    Func<byte[], CancellationToken, Task<object>> Answer
);
