namespace TinyTransformerLab.Browser.Tests;

/// <summary>The browser of this machine. Tests skip, saying so, where there is none; where CI=true is set, they fail instead.</summary>
internal static class Chromium
{
    private static readonly string[] Names =
    [
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chromium.exe",
        "chrome.exe",
    ];

    private static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    /// <summary>The first of the known names on PATH; null if there is none.</summary>
    public static string? Path { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>What to do about a missing browser.</summary>
    public static string Missing { get; } =
        $"There is no browser: none of {string.Join(", ", Names)} is on PATH. On Debian: apt-get install chromium.";

    /// <summary>How it is started: without a window, asking the network for nothing of its own.</summary>
    public static BrowserTypeLaunchOptions Launch(string path) =>
        new()
        {
            ExecutablePath = path,
            Args = Flags,
            Headless = true,
        };

    /// <summary>Why browser tests are passed over here; null if they run.</summary>
    public static string? SkipReason(string? path, string? continuousIntegration) =>
        path is null
        && !string.Equals(continuousIntegration, "true", StringComparison.OrdinalIgnoreCase)
            ? Missing
            : null;

    /// <inheritdoc cref="SkipReason(string?, string?)"/>
    public static string? SkipReason() =>
        SkipReason(Path, Environment.GetEnvironmentVariable("CI"));
}
