namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Losses</c>.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Losses() => [];
}
