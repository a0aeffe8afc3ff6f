namespace TinyAutograd.Tests.Ops;

/// <summary>Laws about calls so large that kernels cut, block and pack: what small draws never reach.</summary>
public class LargeLaws
{
    public static TheoryData<string> Rows => ValueLaws.Rows;

    public static TheoryData<string> RowsWithFastReference =>
        [.. OpTable.Rows.Where(row => !row.HasSlowReference).Select(row => row.Name)];

    public static TheoryData<string> Differentiable => GradientLaws.Rows;

    [Theory]
    [MemberData(nameof(RowsWithFastReference))]
    public void Large_result_agrees_with_the_naive_reference(string op) =>
        ValueLaws.AgreesWithReference(OpTable.Row(op), cases: 1, isLarge: true);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Large_result_in_float_agrees_with_double(string op) =>
        ValueLaws.FloatAgrees(OpTable.Row(op), cases: 1, isLarge: true);

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Large_backward_kernel_agrees_with_the_composed_rule(string op) =>
        GradientLaws.KernelAgreesWithRule(OpTable.Row(op), cases: 1, isLarge: true);

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Large_gradient_in_float_agrees_with_double(string op) =>
        GradientLaws.FloatAgrees(OpTable.Row(op), cases: 1, isLarge: true);
}
