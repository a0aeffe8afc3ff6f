namespace TinyTransformerLab.Tests;

public sealed class LabDataTests
{
    [Fact]
    public void The_copy_task_is_letters_a_colon_and_the_same_letters()
    {
        var items = TrainedSession.New(preset: LabPreset.CopyTask).Items;
        Assert.Equal(4_000, items.Training.Count + items.HeldOut.Count);
        Assert.All(
            items.Training.Concat(items.HeldOut),
            item =>
            {
                var halves = item.Split(':');
                Assert.Equal(2, halves.Length);
                Assert.Equal(halves[0], halves[1]);
                Assert.InRange(halves[0].Length, 3, 7);
            }
        );
    }

    [Fact]
    public void Own_text_brings_its_letters_and_as_much_context_as_its_lines_need()
    {
        var session = Own("häuptling\n  öl 7 \r\n\r\nüber\na line of thirty-one characters.\n");
        Assert.Equal(33, session.Info.ContextLength);
        Assert.Contains('ö', session.Info.Characters);
        Assert.Equal(4, session.Info.TrainingCount + session.Info.HeldOutCount);
    }

    [Theory]
    [InlineData("", "Type a few items")]
    [InlineData("one", "at least 2")]
    [InlineData("a\na\na", "at least 2")]
    [InlineData("fine\nbad\u0007bell", "Item 2 holds the control character U+0007")]
    public void Own_text_that_cannot_be_learned_from_is_refused(string text, string expected) =>
        Assert.Contains(
            expected,
            Assert.Throws<ArgumentException>(() => Own(text)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Own_text_is_bounded_in_all_and_per_line()
    {
        Assert.Contains(
            "Item 2 has 64 characters",
            Assert.Throws<ArgumentException>(() => Own("ab\n" + new string('x', 64))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "at most 200,000",
            Assert
                .Throws<ArgumentException>(() => Own(new string('x', LabConfig.LongestOwnText + 1)))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Own_text_is_bounded_in_its_different_characters()
    {
        Assert.Equal(1_001, Own(Different(1_000)).Info.VocabularySize);
        Assert.Contains(
            "1,001 different characters; at most 1,000",
            Assert.Throws<ArgumentException>(() => Own(Different(1_001))).Message,
            StringComparison.Ordinal
        );

        static string Different(int count) =>
            string.Join('\n', Enumerable.Range(0x4e00, count).Select(rune => (char)rune));
    }

    private static LabSession Own(string text) =>
        new(new LabConfig { Preset = LabPreset.OwnText, OwnText = text });
}
