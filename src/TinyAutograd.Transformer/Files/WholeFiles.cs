namespace TinyAutograd.Transformer;

/// <summary>Writes files, each whole or not at all.</summary>
internal static class WholeFiles
{
    /// <summary>Writes all beside their places, then gives them their names one after the other.</summary>
    /// <exception cref="IOException">One cannot be written; what was there before is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be written; what was there before is unchanged.</exception>
    public static void Write(params IReadOnlyList<(string Path, Action<Stream> Write)> files)
    {
        var written = new List<(string Temporary, string Target)>();
        try
        {
            foreach (var (path, write) in files)
            {
                ArgumentException.ThrowIfNullOrWhiteSpace(path);
                var target = Path.GetFullPath(path);
                var temporary = $"{target}.{Path.GetRandomFileName()}.tmp";
                written.Add((temporary, target));
                using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write);
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            foreach (var (temporary, target) in written)
            {
                File.Move(temporary, target, overwrite: true);
            }
        }
        finally
        {
            // only what was not renamed is still there
            foreach (var (temporary, _) in written.Where(file => File.Exists(file.Temporary)))
            {
                File.Delete(temporary);
            }
        }
    }
}
