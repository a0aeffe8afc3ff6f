namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Elementwise</c>.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Elementwise() => [];
}
