namespace TinyTransformerLab.Browser.Tests;

/// <summary>The classes that share one browser; they run one after the other. There are two such collections, which run beside each
/// other: a test mostly waits for its page, and one browser leaves half of a small machine idle.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}

/// <summary>The classes that share the other browser.</summary>
[CollectionDefinition(Name)]
public sealed class OtherBrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "other browser";
}
