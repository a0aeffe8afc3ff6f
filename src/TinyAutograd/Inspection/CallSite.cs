namespace TinyAutograd;

/// <summary>Where user code called the library.</summary>
internal sealed record CallSite(string Method, string? FileName, int? LineNumber)
{
    /// <summary>Method, and file and line where the program has its symbols.</summary>
    public override string ToString() =>
        FileName is null ? Method : $"{Method} in {FileName}:line {LineNumber}";
}
