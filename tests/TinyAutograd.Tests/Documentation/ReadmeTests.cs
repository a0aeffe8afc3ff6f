using System.Text.RegularExpressions;

namespace TinyAutograd.Tests.Documentation;

/// <summary>The first program of the README is the body of <see cref="The_first_program_runs"/>, word for word.</summary>
public class ReadmeTests
{
    private readonly StringWriter output = new();

    [Fact]
    public void The_first_program_runs()
    {
        var Console = output;

        // csharpier-ignore-start
        #region first program
        // A derivative of anything.
        using (var tape = new Tape<double>())
        {
            var x = Variable.Of(1.0);
            var y = x * x.Exp();
            Console.WriteLine(tape.Gradient(y, x)); // 5.43656365691809, which is 2e
            Console.WriteLine(tape); // the tape as a table: number, op, inputs, shape
        }

        // A network that learns exclusive or.
        Variable<float> inputs = Variable.Of<float>([[0, 0], [0, 1], [1, 0], [1, 1]]); // (4, 2)
        Variable<float> targets = Variable.Of<float>([[0], [1], [1], [0]]); // (4, 1)
        var model = new Mlp<float>(sizes: [2, 8, 1], seed: 42);
        var adamW = new AdamW<float>(model.Parameters, learningRate: 0.05);
        for (var step = 1; step <= 300; step++)
        {
            using var tape = new Tape<float>();
            var loss = (model.Forward(inputs) - targets).Square().Mean();
            adamW.Step(tape.Gradients(loss, of: model.Parameters));
        }
        Console.WriteLine(model.Forward(inputs)); // close to 0, 1, 1, 0

        // Derivatives of functions.
        var hessian = Differentiate.Hessian(x => x.Pow(3.0).Sum(), Variable.Of([1.0, 2.0]));
        Console.WriteLine(hessian); // 6 and 12 on the diagonal
        #endregion
        // csharpier-ignore-end

        var lines = output.ToString();
        Assert.StartsWith("5.43656365691809", lines, StringComparison.Ordinal);
        Assert.Contains("multiply", lines, StringComparison.Ordinal);
        var answers = model.Forward(inputs).ToArray();
        Assert.All(
            answers.Zip(targets.ToArray()),
            pair => Assert.InRange(pair.First, pair.Second - 0.1f, pair.Second + 0.1f)
        );
        Assert.Equal([6.0, 0.0, 0.0, 12.0], hessian.ToArray());
    }

    [Fact]
    public void The_readme_shows_that_program()
    {
        var root = Repository.Root;
        var readme = File.ReadAllText(Path.Combine(root, "README.md"));
        var shown = Regex
            .Match(readme, "```csharp\n(.*?)```", RegexOptions.Singleline)
            .Groups[1]
            .Value;
        var source = File.ReadAllText(
            Path.Combine(root, "tests", "TinyAutograd.Tests", "Documentation", "ReadmeTests.cs")
        );
        var body = Regex
            .Match(source, "#region first program\n(.*?)\n *#endregion", RegexOptions.Singleline)
            .Groups[1]
            .Value;
        Assert.Equal(Dedent(body), shown.TrimEnd());
    }

    private static string Dedent(string body) =>
        Regex.Replace(body, "^ {8}", "", RegexOptions.Multiline).TrimEnd();
}
