namespace MutationRunner;

/// <summary>Files that are there as a whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file, and its folder where there is none.</summary>
    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.unfinished";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, path, overwrite: true);
    }
}
