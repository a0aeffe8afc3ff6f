namespace TinyAutograd.Tests.Ops;

/// <summary>At a kink the gradient is what the documentation promises.</summary>
public class KinkLaws
{
    public static TheoryData<string, double, double> Kinks
    {
        get
        {
            var kinks = new TheoryData<string, double, double>();
            foreach (var row in OpTable.Rows)
            {
                foreach (var (at, gradient) in row.Kinks)
                {
                    kinks.Add(row.Name, at, gradient);
                }
            }
            return kinks;
        }
    }

    [Theory]
    [MemberData(nameof(Kinks))]
    public void Gradient_at_a_kink_is_the_documented_one(string op, double at, double gradient)
    {
        var drawn = Law.Samples(OpTable.Row(op), 1).Single();
        // More elements than a vector register holds, so that the kernel's wide loop and its tail are both asked.
        var sample = drawn with
        {
            Inputs = [NdArray.Full([37], at)],
        };
        foreach (var isComposed in new[] { false, true })
        {
            var dx = Evaluate.Gradients(sample, NdArray.Full([37], 1), isComposed)[0];
            Assert.All(dx.Values, value => Assert.Equal(gradient, value));
        }
    }
}
