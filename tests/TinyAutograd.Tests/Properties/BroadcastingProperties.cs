using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace TinyAutograd.Tests.Properties;

/// <summary>The algebra of broadcasting.</summary>
public class BroadcastingProperties
{
    public static Arbitrary<Shape> Shapes() =>
        Arb.From(
            from rank in Gen.Choose(0, 4)
            from sizes in Gen.Choose(0, 3).ArrayOf(rank)
            select Shape.Of(sizes),
            shape => Enumerable.Range(0, shape.Rank).Select(axis => shape.Without(axis))
        );

    [Property(Arbitrary = [typeof(BroadcastingProperties)])]
    public bool Broadcasting_commutes(Shape a, Shape b) =>
        Broadcasting.TryBroadcast(a, b, out var ab) == Broadcasting.TryBroadcast(b, a, out var ba)
        && ab == ba;

    [Property(Arbitrary = [typeof(BroadcastingProperties)])]
    public bool Broadcasting_is_associative(Shape a, Shape b, Shape c)
    {
        Shape? left =
            Broadcasting.TryBroadcast(a, b, out var ab)
            && Broadcasting.TryBroadcast(ab, c, out var abThenC)
                ? abThenC
                : null;
        Shape? right =
            Broadcasting.TryBroadcast(b, c, out var bc)
            && Broadcasting.TryBroadcast(a, bc, out var aThenBc)
                ? aThenBc
                : null;
        return left == right;
    }

    [Property(Arbitrary = [typeof(BroadcastingProperties)])]
    public Property Both_shapes_expand_to_the_common_shape(Shape a, Shape b) =>
        Prop.When(
            Broadcasting.TryBroadcast(a, b, out var shape),
            () => Broadcasting.IsExpandable(a, shape) && Broadcasting.IsExpandable(b, shape)
        );

    [Property(Arbitrary = [typeof(BroadcastingProperties)])]
    public void The_scalar_shape_is_neutral(Shape a) =>
        Assert.Equal(a, Broadcasting.Broadcast("add", a, Shape.Scalar));
}
