namespace TinyAutograd.Tests.Ops.LinearAlgebra;

public class CosineSimilarityTests
{
    [Fact]
    public void Length_does_not_matter_down_to_the_bound_and_up_to_the_largest()
    {
        var a = Variable.Of<double>([
            [3, 4],
            [3e-7, 4e-7],
            [3e300, 4e300],
            [0, 0],
        ]);
        var y = a.CosineSimilarity(Variable.Of([5.0, 0]));
        Assert.Equal([0.6, 0.6, 0.6, 0], y.ToArray(), (p, q) => Math.Abs(p - q) < 1e-15);
    }

    [Fact]
    public void A_vector_of_0_has_the_gradient_of_a_vector_over_the_bound()
    {
        using var tape = new Tape<double>();
        var (a, b) = (Variable.Of([0.0, 0]), Variable.Of([3.0, 4]));
        var gradients = tape.Gradients(a.CosineSimilarity(b, eps: 0.5), [a, b]);
        Assert.Equal([1.2, 1.6], gradients[0].ToArray(), (p, q) => Math.Abs(p - q) < 1e-15);
        Assert.Equal([0, 0], gradients[1].ToArray());
    }

    [Fact]
    public void Gradient_is_perpendicular_to_the_vector()
    {
        using var tape = new Tape<double>();
        var a = Variable.Normal<double>([5, 7], new RandomGenerator(1));
        var b = Variable.Normal<double>([7], new RandomGenerator(2));
        var da = tape.Gradient(a.CosineSimilarity(b).Sum(), a);
        Assert.All((da * a).Sum(1).ToArray(), product => Assert.Equal(0, product, 1e-15));
    }
}
