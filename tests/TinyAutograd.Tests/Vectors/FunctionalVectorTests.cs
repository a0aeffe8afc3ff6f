using TinyAutograd.Tests.Ops;

namespace TinyAutograd.Tests.Vectors;

/// <summary>Jacobians, Hessians and their products of 23 functions, through the public <see cref="Differentiate"/>.</summary>
public class FunctionalVectorTests
{
    private static readonly double Tolerance = VectorFiles
        .Manifest.GetProperty("functional")
        .GetProperty("tolerance")
        .GetDouble();

    public static TheoryData<int, string> Functions
    {
        get
        {
            var functions = new TheoryData<int, string>();
            foreach (var (number, vector) in VectorFiles.Cases("functional").Index())
            {
                functions.Add(number, vector.Text("function"));
            }
            return functions;
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Jacobian_Hessian_and_their_products_match(int number, string function)
    {
        var vector = VectorFiles.Cases("functional")[number];
        var at = vector.Inputs;
        var f = VectorFunctions.All[function](vector);
        Check(vector, "out", f(at));
        var jacobians = Differentiate.Jacobian(f, at);
        var pulled = Differentiate.VectorJacobianProduct(f, at, vector.Variable("vjp_u"));
        for (var i = 0; i < at.Length; i++)
        {
            Check(vector, at.Length == 1 ? "jacobian" : $"jac{i}", jacobians[i]);
            Check(vector, $"vjp{i}", pulled[i]);
        }
        Variable<double>[] tangents = [.. at.Select((_, i) => vector.Variable($"jvp_v{i}"))];
        Check(vector, "jvp", Differentiate.JacobianVectorProduct(f, at, tangents));
        if (vector.Flag("scalar"))
        {
            Check(vector, "hessian", Differentiate.Hessian(f, at)[0][0]);
            Check(vector, "hvp", Differentiate.HessianVectorProduct(f, at, tangents)[0]);
        }
        else
        {
            Assert.False(vector.Has("hessian"));
        }
    }

    [Fact]
    public void All_23_functions_are_there() =>
        Assert.Equal(23, VectorFiles.Cases("functional").Length);

    private static void Check(VectorCase vector, string tensor, Variable<double> got) =>
        VectorTolerance.Check(
            vector.Array(tensor),
            NdArray.From(got),
            Tolerance,
            isScaled: true,
            relative: double.PositiveInfinity,
            $"{vector.Text("function")} {tensor}"
        );
}
