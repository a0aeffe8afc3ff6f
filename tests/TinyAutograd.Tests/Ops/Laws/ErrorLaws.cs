namespace TinyAutograd.Tests.Ops;

/// <summary>Laws about what an op says when it is held wrong.</summary>
public class ErrorLaws
{
    public static TheoryData<string, int> Errors
    {
        get
        {
            var errors = new TheoryData<string, int>();
            foreach (var row in OpTable.Rows)
            {
                for (var i = 0; i < row.Errors.Count; i++)
                {
                    errors.Add(row.Name, i);
                }
            }
            return errors;
        }
    }

    public static TheoryData<string> RowsWithInputs =>
        [.. OpTable.Rows.Where(HasInputs).Select(row => row.Name)];

    public static TheoryData<string> RowsThatTakeNull =>
        [.. OpTable.Rows.Where(row => HasInputs(row) && !row.IsMember).Select(row => row.Name)];

    public static TheoryData<string> RowsWithoutDerivative =>
        [
            .. OpTable
                .Rows.Where(row => !row.IsDifferentiable && !row.IsDiscrete)
                .Select(row => row.Name),
        ];

    [Theory]
    [MemberData(nameof(Errors))]
    public void Wrong_arguments_are_refused_with_the_name_of_the_op_and_the_shapes(
        string op,
        int number
    )
    {
        var row = OpTable.Row(op);
        var error = row.Errors[number];
        var thrown = Assert.ThrowsAny<ArgumentException>(error.Call);
        string[] names = [row.Name, .. row.Covers.Select(method => method.Split('(')[0])];
        Assert.True(
            names.Any(name => thrown.Message.Contains(name, StringComparison.OrdinalIgnoreCase)),
            $"{error} does not name the op: {thrown.Message}"
        );
        foreach (var fragment in error.Fragments)
        {
            Assert.Contains(fragment, thrown.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(RowsThatTakeNull))]
    public void Null_is_refused(string op)
    {
        var sample = Law.Samples(OpTable.Row(op), 1).Single();
        var inputs = sample.Variables<double>();
        inputs[0] = null!;
        Assert.Throws<ArgumentNullException>(() => sample.Call(inputs));
    }

    [Theory]
    [MemberData(nameof(RowsWithInputs))]
    public void A_variable_of_a_closed_tape_is_refused(string op)
    {
        var sample = Law.Samples(OpTable.Row(op), 20).First(x => x.Inputs[0].Length > 0);
        var inputs = sample.Variables<double>();
        using (new Tape<double>())
        {
            inputs[0] += 0.0;
        }
        Assert.Throws<ObjectDisposedException>(() => sample.Call(inputs));
    }

    [Theory]
    [MemberData(nameof(RowsWithoutDerivative))]
    public void A_gradient_through_an_op_without_derivative_names_it(string op)
    {
        var row = OpTable.Row(op);
        var sample = Law.Samples(row, 20).First(x => x.Inputs[0].Length > 0);
        using var tape = new Tape<double>();
        var x = sample.Variables<double>();
        var y = sample.Call(x).Sum();
        var thrown = Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, x[0]));
        Assert.Contains(row.Name, thrown.Message, StringComparison.Ordinal);
    }

    private static bool HasInputs(OpRow row) => Law.Samples(row, 1).Single().Inputs.Length > 0;
}
