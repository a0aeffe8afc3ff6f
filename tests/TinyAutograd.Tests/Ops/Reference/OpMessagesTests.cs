using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TinyAutograd.Tests.Ops;

/// <summary>What ops say when they are called wrongly, word for word: a file to be read as a user would, and approved.</summary>
public class OpMessagesTests
{
    private static readonly string File = Path.Combine(
        Repository.Root,
        "tests/TinyAutograd.Tests/Ops/Reference/OpMessages.txt"
    );

    [Fact]
    public void Every_message_is_the_approved_one()
    {
        var text = new StringBuilder();
        foreach (var row in OpTable.Rows.OrderBy(row => row.Name, StringComparer.Ordinal))
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
        var messages = text.ToString();
        if (Environment.GetEnvironmentVariable("TINYAUTOGRAD_APPROVE") == "1")
        {
            System.IO.File.WriteAllText(File, messages);
        }
        Assert.Equal(System.IO.File.ReadAllText(File), messages);
    }
}
