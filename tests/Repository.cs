namespace TinyAutograd;

/// <summary>The clone that the tests run in. Linked into the test projects that read files of it.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TinyAutograd.sln")))
        {
            folder =
                Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests run outside the repository.");
        }
        return folder;
    }
}
