using Xunit.Sdk;

namespace TinyAutograd.Tests.Ops;

/// <summary>The checker is checked: each law finds the fault that it is there for, and says where it is.</summary>
public class NegativeControls
{
    [Fact]
    public void A_backward_that_is_one_per_mille_too_large_is_caught()
    {
        var message = Caught(() =>
            GradientLaws.FirstOrder(BrokenOps.Row(new BrokenOps.ScaledBackward()), cases: 25)
        );
        Contains(message, "brokenSquare", "input 0", "analytic", "numeric", "relative error 0.001");
    }

    [Fact]
    public void A_result_that_is_wrong_in_the_second_piece_of_work_is_caught_on_large_inputs_only()
    {
        var row = BrokenOps.Row(new BrokenOps.WrongSecondPiece());
        ValueLaws.AgreesWithReference(row, 60);
        Contains(
            Caught(() => ValueLaws.AgreesWithReference(row, 2, isLarge: true)),
            "brokenSquare",
            "on large inputs",
            "The result[16384]"
        );
    }

    [Fact]
    public void A_transposed_backward_is_caught()
    {
        var message = Caught(() =>
            GradientLaws.FirstOrder(BrokenOps.MatrixRow(new BrokenOps.TransposedBackward()), 25)
        );
        Contains(message, "brokenTransposed", "input 0", "analytic", "numeric");
    }

    [Fact]
    public void A_gradient_that_is_not_summed_over_what_was_repeated_is_caught()
    {
        var row = BrokenOps.BinaryRow(new BrokenOps.NotReduced());
        Contains(
            Caught(() => GradientLaws.FirstOrder(row, 25)),
            "brokenAdd",
            "analytic",
            "numeric"
        );
        Contains(Caught(() => GradientLaws.KernelAgreesWithRule(row, 25)), "brokenAdd");
    }

    [Fact]
    public void A_missing_term_of_second_order_is_caught_there_and_only_there()
    {
        var row = BrokenOps.Row(new BrokenOps.MissingSecondOrder());
        GradientLaws.FirstOrder(row, 25);
        Contains(
            Caught(() => GradientLaws.SecondOrder(row, 15)),
            "brokenSquare",
            "input 0",
            "analytic 0",
            "numeric"
        );
    }

    [Fact]
    public void A_kernel_that_differs_from_the_rule_in_the_ninth_digit_of_one_element_is_caught() =>
        Contains(
            Caught(() =>
                GradientLaws.KernelAgreesWithRule(BrokenOps.Row(new BrokenOps.WrongKernel()), 25)
            ),
            "brokenSquare",
            "[3]"
        );

    [Fact]
    public void A_composition_that_differs_in_the_ninth_digit_is_caught() =>
        Contains(
            Caught(() =>
                FusedLaws.AgreesWithComposition(BrokenOps.Row(new BrokenOps.WrongComposition()), 20)
            ),
            "brokenFused"
        );

    [Fact]
    public void A_result_that_is_wrong_in_the_eleventh_digit_is_caught() =>
        Contains(
            Caught(() =>
                ValueLaws.AgreesWithReference(BrokenOps.Row(new BrokenOps.WrongForward()), 60)
            ),
            "brokenSquare",
            "expected"
        );

    [Fact]
    public void A_backward_that_is_not_linear_is_caught() =>
        Contains(
            Caught(() => LinearityLaws.Linear(BrokenOps.Row(new BrokenOps.NotLinear()))),
            "brokenSquare"
        );

    [Fact]
    public void An_op_that_changes_its_input_is_caught() =>
        Contains(
            Caught(() =>
                DeterminismLaws.InputsUnchanged(BrokenOps.Row(new BrokenOps.OverwritesItsInput()))
            ),
            "brokenSquare",
            "Inputs"
        );

    [Fact]
    public void An_op_that_counts_on_fresh_memory_is_caught_in_a_graph() =>
        Contains(
            Caught(() => StaticGraphLaws.SameBits(BrokenOps.Row(new BrokenOps.AddsToItsResult()))),
            "brokenSquare",
            "The graph"
        );

    [Fact]
    public void An_element_that_is_never_written_is_caught() =>
        Contains(
            Caught(() =>
                DeterminismLaws.SameResult(BrokenOps.Row(new BrokenOps.LeavesAnElementUnwritten()))
            ),
            "brokenSquare",
            "workspace"
        );

    [Fact]
    public void A_rule_that_sets_no_gradient_is_named() =>
        Contains(
            Caught(() =>
                GradientLaws.FirstOrder(BrokenOps.Row(new BrokenOps.NoGradient(), x => x), 25)
            ),
            "brokenSilent",
            "input 0"
        );

    [Fact]
    public void An_op_with_kinks_everywhere_cannot_pass_by_discarding_them() =>
        Contains(
            Caught(() =>
                GradientLaws.FirstOrder(
                    BrokenOps.Row(
                        new BrokenOps.KinksEverywhere(),
                        x => Math.Abs(Math.Sin(1000 * x))
                    ),
                    25
                )
            ),
            "brokenSquare",
            "discarded"
        );

    private static string Caught(Action law) => Assert.Throws<XunitException>(law).Message;

    private static void Contains(string message, params string[] fragments)
    {
        foreach (var fragment in fragments)
        {
            Assert.Contains(fragment, message, StringComparison.Ordinal);
        }
    }
}
