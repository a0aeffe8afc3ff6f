using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace TinyTransformerLab;

/// <summary>Decides who gets in: the person at this computer who was shown this run's address, and no page of another site in their browser.</summary>
/// <remarks>The Host keeps out names that were made to point here (DNS rebinding), Origin and Sec-Fetch-Site keep out requests that other pages
/// cause, and the token keeps out other users and programs of this computer.</remarks>
internal sealed class Gate
{
    /// <summary>The header that carries the token.</summary>
    public const string TokenHeader = "X-Lab-Token";

    private const int TokenBytes = 16;
    private const int StatusMisdirected = 421;

    private readonly HashSet<string> hosts;
    private readonly byte[] token;

    /// <param name="port">Where the server listens.</param>
    public Gate(int port)
    {
        var suffix = ":" + port.ToString(CultureInfo.InvariantCulture);
        hosts = new HashSet<string>(
            ["127.0.0.1" + suffix, "localhost" + suffix, "[::1]" + suffix],
            StringComparer.OrdinalIgnoreCase
        );
        // The one number in the lab that must not follow from a seed.
        Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        token = Encoding.ASCII.GetBytes(Token);
    }

    /// <summary>The secret of this run: 128 random bits.</summary>
    public string Token { get; }

    /// <summary>Lets only requests through that this server's own page, or the person, has made.</summary>
    /// <exception cref="RefusalException">The Host, the Origin or the site that caused the request is foreign.</exception>
    public void CheckSender(HttpRequest request)
    {
        var host = request.Headers.Host;
        if (host.Count != 1 || !hosts.Contains(host[0]!))
        {
            throw new RefusalException(
                StatusMisdirected,
                "This server answers at its loopback address only: open the address that it printed."
            );
        }
        var origin = request.Headers.Origin;
        if (origin.Count > 0 && !IsOwn(origin, "http://" + host[0]))
        {
            throw RefusalException.Forbidden("Pages of other origins may not use this server.");
        }
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0 && !IsOwn(site, "same-origin") && !IsOwn(site, "none"))
        {
            throw RefusalException.Forbidden("Pages of other sites may not use this server.");
        }
    }

    /// <summary>Whether exactly one value is given and it is the token. Takes the same time wherever it differs.</summary>
    public bool IsToken(StringValues given) =>
        given.Count == 1
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given[0]!), token);

    /// <summary>Lets only those through who know the token.</summary>
    /// <exception cref="RefusalException">It is missing or wrong.</exception>
    public void CheckToken(StringValues given)
    {
        if (!IsToken(given))
        {
            throw RefusalException.Forbidden(
                "The token is missing or of another run: open the address that the server printed."
            );
        }
    }

    private static bool IsOwn(StringValues given, string own) =>
        given.Count == 1 && string.Equals(given[0], own, StringComparison.OrdinalIgnoreCase);
}
