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
        var text = new StringBuilder();
        foreach (var row in Rows)
        {
            var shown = Law.Samples(row, Calls).Select(Shown).Distinct(StringComparer.Ordinal);
            foreach (var call in shown.Where(call => call != ""))
            {
                text.Append(CultureInfo.InvariantCulture, $"{row.Name}: {call}\n");
            }
        }
        AssertApproved("OpCalls.txt", text.ToString());

        static string Shown(OpSample sample)
        {
            using var tape = new Tape<double>();
            sample.Call(sample.Variables<double>());
            return string.Join(" · ", tape.Entries.Select(entry => entry.Op.ToString()));
        }
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
}
