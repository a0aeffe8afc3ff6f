namespace TinyAutograd;

/// <summary>Guards for the streams that a caller hands in.</summary>
internal static class StreamAccess
{
    /// <exception cref="ArgumentException">The stream cannot be read, or is closed.</exception>
    public static void ThrowIfNotReadable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
        {
            throw new ArgumentException("The stream cannot be read, or is closed.", nameof(stream));
        }
    }

    /// <exception cref="ArgumentException">The stream cannot be written, or is closed.</exception>
    public static void ThrowIfNotWritable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
        {
            throw new ArgumentException(
                "The stream cannot be written, or is closed.",
                nameof(stream)
            );
        }
    }
}
