namespace TinyAutograd.Tests.Ops;

/// <summary>Laws about what must not matter: repetition, recording, workspaces, which gradients are wanted.</summary>
public class DeterminismLaws
{
    public static TheoryData<string> Rows => [.. OpTable.Rows.Select(row => row.Name)];

    public static TheoryData<string> Differentiable => GradientLaws.Rows;

    [Theory]
    [MemberData(nameof(Rows))]
    public void Result_has_the_same_bits_again_recorded_and_in_a_workspace(string op) =>
        SameResult(OpTable.Row(op));

    internal static void SameResult(OpRow row) =>
        Law.Holds(
            row,
            25,
            (sample, _) =>
            {
                var first = Evaluate.Value(sample);
                Law.SameBits(first, Evaluate.Value(sample), "The result, again");
                using (new Workspace<double>())
                {
                    Law.SameBits(first, Evaluate.Value(sample), "The result in a workspace");
                    // Recycled memory now holds other numbers: an element that is not written would show.
                    Law.SameBits(first, Evaluate.Value(sample), "The result in a workspace, again");
                }
                using (new Tape<double>())
                {
                    Law.SameBits(first, Evaluate.Value(sample), "The recorded result");
                }
            }
        );

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradient_has_the_same_bits_again_and_whichever_others_are_wanted(string op) =>
        SameGradient(OpTable.Row(op));

    internal static void SameGradient(OpRow row) =>
        Law.Holds(
            row,
            25,
            (sample, d) =>
            {
                var upstream = d.Values(Evaluate.Value(sample).Shape, (-1, 1));
                foreach (var isComposed in new[] { false, true })
                {
                    var all = Evaluate.Gradients(sample, upstream, isComposed);
                    Law.SameBits(all, Evaluate.Gradients(sample, upstream, isComposed), "Again");
                    for (var i = 0; i < all.Length; i++)
                    {
                        var others = sample.Differentiable.Where((_, k) => k != i);
                        var alone = sample with { Constants = [.. sample.Constants, .. others] };
                        Law.SameBits(
                            all[i],
                            Evaluate.Gradients(alone, upstream, isComposed)[0],
                            $"Gradient {sample.Differentiable[i]} alone (composed: {isComposed})"
                        );
                    }
                }
            }
        );

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Inputs_and_upstream_gradient_keep_their_bits(string op) =>
        InputsUnchanged(OpTable.Row(op));

    internal static void InputsUnchanged(OpRow row) =>
        Law.Holds(
            row,
            20,
            (sample, d) =>
            {
                var inputs = sample.Variables<double>();
                var dy = d.Values(Evaluate.Value(sample).Shape, (-1, 1));
                var upstream = dy.ToVariable<double>();
                Variable<double>[] targets = [.. sample.Differentiable.Select(i => inputs[i])];
                foreach (var orders in new[] { 1, 2 })
                {
                    using var outer = orders == 2 ? new Tape<double>() : null;
                    using var tape = new Tape<double>();
                    var y = sample.Call(inputs);
                    var before = NdArray.From(y);
                    tape.Gradients(y, of: targets, upstream, Unreached.Zero);
                    Law.SameBits(before, NdArray.From(y), "The result after its gradient");
                    Law.SameBits(dy, NdArray.From(upstream), "The upstream gradient");
                    Law.SameBits(sample.Inputs, Array.ConvertAll(inputs, NdArray.From), "Inputs");
                }
            }
        );
}
