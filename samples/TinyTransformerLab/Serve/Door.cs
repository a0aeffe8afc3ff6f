using System.Security.Cryptography;
using System.Text;

namespace TinyTransformerLab;

/// <summary>What stands at the address without its token. A page that is reloaded finds its own token again in the tab's storage, where
/// <c>live.js</c> has put it; everyone else is told where to find the right address.</summary>
internal static class Door
{
    // A token in the address was refused: it is not tried again.
    private const string Script = """
        'use strict';
        const token = sessionStorage.getItem('lab-token');
        const given = new URLSearchParams(location.search).has('token');
        if (token && !given) {
          location.replace('/?' + new URLSearchParams({ token }) + location.hash);
        } else {
          sessionStorage.removeItem('lab-token');
        }
        """;

    /// <summary>The page.</summary>
    public static LivePage Page { get; } =
        new(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-{Hash(
                Script
            )}'; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>{Words.Title}</title>
            <script>{Script}</script>
            </head>
            <body>
            <h1>{Words.Title}</h1>
            <p>This page opens at the address with the token that the program printed when it started. Each start has a token of its own.</p>
            </body>
            </html>
            """
        );

    private static string Hash(string text) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
