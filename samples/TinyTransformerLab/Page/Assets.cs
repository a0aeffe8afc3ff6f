using System.Reflection;

namespace TinyTransformerLab;

/// <summary>The scripts and the style sheets of the page, embedded in the program.</summary>
internal static class Assets
{
    /// <summary>The forward pass in a script: inlined, and written beside the exported page.</summary>
    public const string EngineName = "tiny-gpt.js";

    private static readonly string[] Drawing =
    [
        "draw.js",
        "heat-map.js",
        "charts.js",
        "loss-chart.js",
        "panel-fixed.js",
        "panel-train.js",
        "panel-attention.js",
        "panel-generate.js",
        "panel-why.js",
        "panel-trick.js",
        "page.js",
    ];

    public static string Engine => Read(EngineName);

    public static string Style =>
        Read("page.css") + Read("panels.css") + Read("media.css") + ColorScale.Css();

    /// <summary>The one script of an exported page.</summary>
    public static string RecordedScript =>
        Join([EngineName, "lab-trick.js", "lab-views.js", "recorded.js", .. Drawing]);

    /// <summary>The one script of the live page.</summary>
    public static string LiveScript => Join(["live.js", .. Drawing]);

    private static string Join(IEnumerable<string> names) =>
        string.Join("\n;\n", names.Select(Read));

    private static string Read(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream($"Page.{name}")
            ?? throw new InvalidOperationException($"{name} is not part of this program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
