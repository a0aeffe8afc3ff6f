namespace MutationRunner;

/// <summary>A planted fault.</summary>
/// <param name="Id">The number of its switch.</param>
/// <param name="File">Its file, from the project's folder on.</param>
/// <param name="Line">Its first line, from 1 on.</param>
/// <param name="Original">What stands there: the line, or the first of several.</param>
/// <param name="Planted">The same with the fault, as one line.</param>
internal sealed record Fault(int Id, string File, int Line, string Original, string Planted);
