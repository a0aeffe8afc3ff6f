namespace TinyTransformerLab.Browser.Tests;

/// <summary>The classes that share one browser; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}
