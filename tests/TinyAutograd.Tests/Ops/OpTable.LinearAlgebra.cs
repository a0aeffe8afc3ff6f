namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/LinearAlgebra</c>.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> LinearAlgebra() => [];
}
