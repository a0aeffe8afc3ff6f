using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TinyAutograd.Tests.Ops;

/// <summary>What ops say, word for word, in files to be read as a user would, and approved: <c>TINYAUTOGRAD_APPROVE=1</c> writes them anew.</summary>
public class OpTextTests
{
    private static IEnumerable<OpRow> Rows =>
        OpTable.Rows.OrderBy(row => row.Name, StringComparer.Ordinal);

    [Fact]
    public void What_an_op_says_when_it_is_called_wrongly()
    {
        var text = new StringBuilder();
        foreach (var row in Rows)
        {
            foreach (var error in row.Errors)
            {
                var thrown = Assert.ThrowsAny<ArgumentException>(error.Call);
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{row.Name}: {Regex.Replace(error.Text, @"\s+", " ")}\n    {thrown.GetType().Name}: {thrown.Message.ReplaceLineEndings("\n    ")}\n"
                );
            }
        }
        AssertApproved("OpMessages.txt", text.ToString());
    }

    [Fact]
    public void What_a_tape_shows_of_a_call()
    {
        const int Calls = 8;
        var names = new HashSet<string>();
        var text = new StringBuilder(
            "A star: there is a kernel that computes the gradient in one pass, when nobody records it.\n\n"
        );
        foreach (var row in Rows)
        {
            var shown = Law.Samples(row, Calls).Select(Shown).Distinct(StringComparer.Ordinal);
            foreach (var call in shown.Where(call => call != ""))
            {
                text.Append(CultureInfo.InvariantCulture, $"{row.Name}: {call}\n");
            }
        }
        text.Append("\nOps that only rules of gradients use:\n\n");
        foreach (
            var op in Rows.Where(row => row.IsDifferentiable)
                .SelectMany(row => Law.Samples(row, Calls).SelectMany(OpsOfRule))
                .Where(op => !names.Contains(op.Name))
                .Select(op => op.ToString())
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
        )
        {
            text.Append(op).Append('\n');
        }
        AssertApproved("OpCalls.txt", text.ToString());

        string Shown(OpSample sample)
        {
            (Op<double> Op, NdArray[] Inputs)[] calls;
            using (var tape = new Tape<double>())
            {
                sample.Call(sample.Variables<double>());
                calls =
                [
                    .. tape.Entries.Select(entry =>
                        (entry.Op, entry.Inputs.Select(NdArray.From).ToArray())
                    ),
                ];
            }
            names.UnionWith(calls.Select(call => call.Op.Name));
            return string.Join(
                " · ",
                calls.Select(call => $"{call.Op}{(IsOnePass(call.Op, call.Inputs) ? "*" : "")}")
            );
        }
    }

    private static Op<double>[] OpsOfRule(OpSample sample)
    {
        using var outer = new Tape<double>();
        using var tape = new Tape<double>();
        var x = sample.Variables<double>();
        var y = sample.Call(x);
        var targets = sample.Differentiable.Select(i => x[i]).ToArray();
        tape.Gradients(y, targets, Variable.Ones<double>(y.Shape), Unreached.Zero);
        return [.. outer.Entries.Select(entry => entry.Op)];
    }

    private static bool IsOnePass(Op<double> op, NdArray[] inputs)
    {
        if (!op.IsDifferentiable || op.SharesMemory)
        {
            return false;
        }
        var watched = new Watched(op);
        using var tape = new Tape<double>();
        var x = Array.ConvertAll(inputs, input => input.ToVariable<double>());
        var y = watched.Apply(x);
        tape.Gradients(y, x, Variable.Ones<double>(y.Shape), Unreached.Zero);
        return watched.IsOnePass;
    }

    private static void AssertApproved(string name, string actual)
    {
        var file = Path.Combine(Repository.Root, "tests/TinyAutograd.Tests/Ops/Reference", name);
        if (Environment.GetEnvironmentVariable("TINYAUTOGRAD_APPROVE") == "1")
        {
            File.WriteAllText(file, actual);
        }
        Assert.Equal(File.ReadAllText(file), actual);
    }

    // Does what another op does, and remembers whether that had a kernel for its gradient.
    private sealed class Watched(Op<double> op) : Op<double>
    {
        public bool IsOnePass { get; private set; }

        public override string Name => op.Name;

        protected internal override bool SharesMemory => op.SharesMemory;

        public override Shape ShapeOf(ReadOnlySpan<Variable<double>> inputs) => op.ShapeOf(inputs);

        public override int SavedLength(ReadOnlySpan<Variable<double>> inputs, Shape shape) =>
            op.SavedLength(inputs, shape);

        public override void Forward(
            ReadOnlySpan<Variable<double>> inputs,
            Span<double> y,
            Span<double> saved
        ) => op.Forward(inputs, y, saved);

        public override void Backward(
            OpCall<double> call,
            Variable<double> dy,
            GradientSink<double> dx
        ) => op.Backward(call, dy, dx);

        public override bool BackwardKernel(
            OpCall<double> call,
            ReadOnlySpan<double> dy,
            GradientSink<double> dx
        ) => IsOnePass = op.BackwardKernel(call, dy, dx);
    }
}
