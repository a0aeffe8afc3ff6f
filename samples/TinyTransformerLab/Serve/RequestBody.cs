using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace TinyTransformerLab;

/// <summary>Reads the body of a request: JSON of a known form and size, and nothing else.</summary>
internal static class RequestBody
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        MaxDepth = 4,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
        },
    };

    /// <summary>The bytes of a JSON body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="mostBytes">How many are taken.</param>
    /// <exception cref="RefusalException">It is not declared as JSON, or is too large.</exception>
    public static async Task<byte[]> Bytes(HttpContext context, int mostBytes)
    {
        var request = context.Request;
        if (!IsJson(request.ContentType))
        {
            throw new RefusalException(
                StatusCodes.Status415UnsupportedMediaType,
                "The content type must be application/json, in UTF-8."
            );
        }
        if (request.ContentLength > mostBytes)
        {
            throw TooLarge(mostBytes);
        }
        using var body = new MemoryStream();
        var part = new byte[8 * 1024];
        int count;
        while ((count = await request.Body.ReadAsync(part, context.RequestAborted)) > 0)
        {
            body.Write(part, 0, count);
            if (body.Length > mostBytes)
            {
                throw TooLarge(mostBytes);
            }
        }
        return body.ToArray();
    }

    /// <summary>The request that these bytes hold.</summary>
    /// <param name="bytes">JSON in UTF-8.</param>
    /// <param name="path">Who takes it, for the message.</param>
    /// <param name="example">What it looks like, for the message.</param>
    /// <exception cref="RefusalException">It is not JSON, or not of this form.</exception>
    public static TRequest Read<TRequest>(ReadOnlySpan<byte> bytes, string path, string example)
    {
        try
        {
            return JsonSerializer.Deserialize<TRequest>(bytes, Options)
                ?? throw new JsonException(null, "$", null, null);
        }
        catch (JsonException error)
        {
            var place = error.Path is null or "$" ? "" : $" The trouble is at {error.Path}.";
            throw RefusalException.Bad($"{path} takes JSON like {example}.{place}");
        }
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (
            !type.Charset.HasValue
            || HeaderUtilities
                .RemoveQuotes(type.Charset)
                .Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        );

    private static RefusalException TooLarge(int mostBytes) =>
        new(
            StatusCodes.Status413PayloadTooLarge,
            $"The request is too large: at most {Digits.Count(mostBytes)} bytes are taken here."
        );
}
