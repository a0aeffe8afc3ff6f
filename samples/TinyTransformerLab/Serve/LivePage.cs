using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace TinyTransformerLab;

/// <summary>A page, and the content security policy that it declares: the server sends the same as a header, where it cannot be overtaken by markup.</summary>
internal sealed partial class LivePage
{
    /// <param name="html">A page with its policy in a meta element.</param>
    /// <exception cref="ArgumentException">It declares none.</exception>
    public LivePage(string html)
    {
        var policy = PolicyElement().Match(html);
        if (!policy.Success)
        {
            throw new ArgumentException("The page declares no content security policy.");
        }
        Policy = WebUtility.HtmlDecode(policy.Groups["policy"].Value);
        Html = Encoding.UTF8.GetBytes(html);
    }

    /// <summary>The page in UTF-8.</summary>
    public byte[] Html { get; }

    /// <summary>Its content security policy.</summary>
    public string Policy { get; }

    [GeneratedRegex(
        """<meta\s+http-equiv="Content-Security-Policy"\s+content="(?<policy>[^"]+)"\s*/?>""",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex PolicyElement();
}
