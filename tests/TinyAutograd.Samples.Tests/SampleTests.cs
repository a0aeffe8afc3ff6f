using System.Text.RegularExpressions;

namespace TinyAutograd.Samples.Tests;

[CollectionDefinition(nameof(SampleRuns))]
public class SampleRunsCollection : ICollectionFixture<SampleRuns>;

[Collection(nameof(SampleRuns))]
public class SampleTests(SampleRuns runs)
{
    [Fact]
    public void FirstDerivative_agrees_with_paper()
    {
        var sample = runs["FirstDerivative"];
        Assert.Equal(2 * Math.E, sample.Number(@"^f'\(1\)  = ([\d.]+),"), tolerance: 1e-13);
        Assert.Equal(3 * Math.E, sample.Number(@"^f''\(1\) = ([\d.]+),"), tolerance: 1e-13);
        var table = sample.Numbers(@"^(\d\.\d) +([\d.]+) +([\d.]+) +([\d.]+)$");
        Assert.Equal(3, table.Length);
        foreach (var row in table)
        {
            for (var order = 1; order <= 3; order++)
            {
                // six decimals are printed
                Assert.Equal((row[0] + order) * Math.Exp(row[0]), row[order], tolerance: 0.6e-6);
            }
        }
    }

    [Fact]
    public void Xor_is_learned()
    {
        var sample = runs["Xor"];
        var rows = sample.Numbers(@"^(\d) xor (\d) = (-?[\d.]+)$");
        Assert.Equal(4, rows.Length);
        Assert.All(rows, row => Assert.Equal(row[0] != row[1] ? 1 : 0, row[2], tolerance: 0.1));
        var losses = sample.Numbers(@"loss ([\d.]+)$");
        Assert.True(losses[^1][0] < losses[0][0] / 100);
    }

    [Fact]
    public void TwoSpirals_are_told_apart()
    {
        var sample = runs["TwoSpirals"];
        Assert.InRange(sample.Number(@"fresh points: ([\d.]+)$"), 0.95, 1);
        Assert.DoesNotContain('\e', sample.Output); // no colours where no terminal is
    }

    [Fact]
    public void TwoSpirals_are_seen_in_the_picture()
    {
        var picture = Regex
            .Matches(runs["TwoSpirals"].Output, "^[·░▒▓█]+$", RegexOptions.Multiline)
            .Select(line => line.Value)
            .ToArray();
        Assert.Equal(27, picture.Length);
        Assert.All(picture, line => Assert.Equal(54, line.Length));
        var (first, second) = (0, 0);
        for (var i = 0; i < 100; i++)
        {
            var radius = 0.15 + 0.85 * i / 99;
            var (sin, cos) = Math.SinCos(4 * Math.PI * radius);
            first += "▓█".Contains(At(radius * cos, radius * sin)) ? 1 : 0;
            second += "·░".Contains(At(-radius * cos, -radius * sin)) ? 1 : 0;
        }
        Assert.InRange(first, 90, 100);
        Assert.InRange(second, 90, 100);

        char At(double x, double y) =>
            picture[(int)Math.Round((1.05 - y) / 2.1 * 26)][(int)Math.Round((x + 1.05) / 2.1 * 53)];
    }

    [Fact]
    public void CurveFitting_finds_the_parameters()
    {
        var sample = runs["CurveFitting"];
        var rows = sample.Numbers(@"^[a-z]+ +([\d.]+) +([\d.]+) ± ([\d.]+) +([\d.]+)$");
        // Four standard errors: the roots of the diagonal of σ²·(JᵀJ)⁻¹ at the truth with σ = 0.1 are 0.036, 0.0078, 0.0071, 0.0148.
        double[] errors = [0.036, 0.0078, 0.0071, 0.0148];
        Assert.Equal(errors.Length, rows.Length);
        Assert.All(
            rows.Zip(errors),
            pair => Assert.Equal(pair.First[3], pair.First[1], tolerance: 4 * pair.Second)
        );
        // The printed error bars are those of the fit: σ is known to 5 % (one standard error), is 0.093 here, and the last digit is rounded.
        Assert.All(
            rows.Zip(errors),
            pair => Assert.Equal(pair.Second, pair.First[2], tolerance: 0.15 * pair.Second + 0.0005)
        );
        // What is left is the noise: 0.1, whose own error over 200 points is 0.1 / √400 = 0.005.
        var error = sample.Numbers(@"root mean square error ([\d.]+)$")[^1][0];
        Assert.Equal(0.1, error, tolerance: 0.02);
    }

    [Fact]
    public void CartPole_learns_to_balance()
    {
        var sample = runs["CartPole"];
        var lengths = sample.Numbers(@"^update +(\d+): a game lasts +([\d.]+) steps$");
        Assert.Equal([0, 10, 20, 30, 40, 50, 60], lengths.Select(line => line[0]));
        Assert.InRange(lengths[0][1], 10, 40); // random pushes
        Assert.All(lengths[^3..], line => Assert.InRange(line[1], 180, 200));
        Assert.InRange(sample.Number(@"^100 fresh games .*: ([\d.]+) of 200 steps$"), 195, 200);
    }

    [Fact]
    public void LstmText_learns_how_names_sound()
    {
        var sample = runs["LstmText"];
        var lines = sample.Numbers(
            @"held-out names ([\d.]+) nats per letter, perplexity ([\d.]+)$"
        );
        Assert.Equal(4, lines.Length);
        Assert.Equal(Math.Log(27), lines[0][0], tolerance: 0.05); // nothing is known: 27 tokens are equally likely
        Assert.InRange(lines[^1][0], 1.9, 2.15);
        // both are rounded, to 0.005 nats and 0.05
        Assert.All(
            lines,
            line => Assert.Equal(Math.Exp(line[0]), line[1], tolerance: 0.05 + 0.006 * line[1])
        );
        var names = sample.Output.Split("made up:\n")[^1].Split('\n', Trim);
        Assert.Equal(10, names.Length);
        Assert.All(names, name => Assert.Matches("^[a-z]{1,15}$", name));
        Assert.Equal(10, names.Distinct().Count());
    }

    [Fact]
    public void YourOwnOp_is_snake()
    {
        var x = Vector("x");
        Assert.Equal(x.Select(Snake), Vector("snake"), IsPrinted);
        // central differences of the definition
        Assert.Equal(
            x.Select(x => (Snake(x + 1e-4) - Snake(x - 1e-4)) / 2e-4),
            Vector("snake'"),
            IsPrinted
        );
        Assert.Equal(
            x.Select(x => (Snake(x + 1e-3) - 2 * Snake(x) + Snake(x - 1e-3)) / 1e-6),
            Vector("snake''"),
            IsPrinted
        );

        double[] Vector(string name) =>
            runs["YourOwnOp"]
                .Numbers($@"^{name} +\[ *(-?[\d.]+), *(-?[\d.]+), *(-?[\d.]+)\]$")
                .Single();

        static double Snake(double x) => x + Math.Sin(x) * Math.Sin(x);
        // Six digits are printed: half a unit of the last is at most 5e-6 of the number. The differences are good to 2e-7.
        static bool IsPrinted(double a, double b) => Math.Abs(a - b) <= 5e-6 * Math.Abs(b) + 2e-7;
    }

    [Fact]
    public void YourOwnOp_shows_a_check_that_passes_and_one_that_catches_a_mistake()
    {
        var output = runs["YourOwnOp"].Output;
        Assert.Contains("x => x.Snake(): 9 derivatives checked, all right", output);
        Assert.Contains("Largest relative error < 1e-8", output);
        Assert.Contains(
            "GradientCheck FAILED: x => x.ForgetfulSnake() (ops: forgetfulSnake): 3 wrong",
            output
        );
        var caught = runs["YourOwnOp"]
            .Numbers(@"^wrong .* (-?[\d.]+) +(-?[\d.]+) +[\d.E-]+ +([\d.]+)$");
        Assert.Equal(3, caught.Length);
        Assert.All(
            caught,
            row =>
            {
                var larger = Math.Max(Math.Abs(row[0]), Math.Abs(row[1]));
                var error = Math.Abs(row[0] - row[1]) / larger;
                // Three digits are printed: half a unit of the last is at most 5e-3 of the number.
                Assert.Equal(error, row[2], tolerance: 5e-3 * error);
            }
        );
    }

    [Fact]
    public void NewtonMethod_converges_quadratically_without_the_hessian()
    {
        var rows = runs["NewtonMethod"].Numbers(@"^ *(\d+) +([\d.]+) +([\d.]+E-\d+) +(\d+)$");
        Assert.InRange(rows.Length, 5, 10);
        for (var i = 1; i < rows.Length; i++)
        {
            Assert.True(rows[i][1] <= rows[i - 1][1]); // the loss falls
        }
        Assert.True(rows[^1][2] < 1e-7);
        // at the end each step squares the error, up to a factor
        Assert.True(rows[^1][2] < 1e-3 * rows[^2][2]);
        Assert.True(rows[^2][2] < 1e-1 * rows[^3][2]);
        Assert.True(rows[^1][3] < 200); // fewer products than the Hessian has columns
    }

    [Fact]
    public void CharacterGpt_learns_and_makes_up_names()
    {
        var sample = runs["CharacterGpt"];
        Assert.Equal(26_848, sample.Number("^([\\d,]+) weights"));
        var losses = sample.Numbers(@"^step +\d+: .* ([\d.]+) nats");
        Assert.Equal(Math.Log(27), losses[0][0], tolerance: 0.05); // nothing is known: 27 tokens are equally likely
        Assert.InRange(losses[^1][0], 1.9, 2.4);
        var names = sample.Output.Split("made up:\n")[^1].Split('\n', Trim);
        Assert.Equal(10, names.Length);
        Assert.All(names, name => Assert.Matches("^[a-z]{1,15}$", name));
        Assert.Equal(10, names.Distinct().Count());
    }

    [Fact]
    public void TapeAsDiagram_draws_each_entry_once_and_no_loose_end()
    {
        var output = runs["TapeAsDiagram"].Output;
        Assert.StartsWith("flowchart TD\n", output, StringComparison.Ordinal);
        var nodes = Regex.Matches(output, @"^  (\w+)[\[(]", RegexOptions.Multiline);
        var edges = Regex.Matches(output, @"^  (\w+) -- .* --> (\w+)$", RegexOptions.Multiline);
        var declared = nodes.Select(node => node.Groups[1].Value).ToArray();
        Assert.Equal(declared.Length, declared.Distinct().Count());
        Assert.Equal(6, declared.Count(id => id.StartsWith('n'))); // linear, tanh, linear, subtract, square, mean
        Assert.Equal(4, Regex.Count(output, @"\[\(")); // two weights and two biases
        Assert.Single(Regex.Matches(output, @"\[\[")); // one result
        var used = edges.SelectMany(edge => new[] { edge.Groups[1].Value, edge.Groups[2].Value });
        Assert.Equal(declared.Order(), used.Distinct().Order());
    }

    private const StringSplitOptions Trim =
        StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
}
