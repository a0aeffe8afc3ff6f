namespace TinyAutograd.Tests.Variables;

public class ParameterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_003)]
    public void A_slot_of_a_shape_holds_zeros(int length)
    {
        var parameter = new Parameter<float>("p", [length]);
        Assert.Equal("p", parameter.Name);
        Assert.Equal([length], parameter.Shape);
        Assert.Equal(new float[length], parameter.Value.ToArray());
    }

    [Fact]
    public void A_slot_copies_its_first_numbers()
    {
        var initial = Variable.Of<double>([1, 2]);
        var parameter = new Parameter<double>("p", initial);
        parameter.Assign([3, 4]);
        Assert.Equal([1.0, 2.0], initial.ToArray());
        Assert.Equal([3.0, 4.0], parameter.Value.ToArray());
    }

    [Fact]
    public void A_slot_needs_a_name_and_numbers()
    {
        Assert.Equal("name", Refused<ArgumentNullException>(null!, Variable.Of(1.0)));
        Assert.Equal("name", Refused<ArgumentException>(" ", Variable.Of(1.0)));
        Assert.Equal("initial", Refused<ArgumentNullException>("p", null!));

        static string? Refused<TError>(string name, Variable<double> initial)
            where TError : ArgumentException =>
            Assert.Throws<TError>(() => new Parameter<double>(name, initial)).ParamName;
    }
}
