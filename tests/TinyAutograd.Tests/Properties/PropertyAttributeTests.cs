using FsCheck;
using FsCheck.Xunit;
using Xunit.Sdk;

namespace TinyAutograd.Tests.Properties;

/// <summary>The stand-in for FsCheck.Xunit is itself checked: it must be able to fail.</summary>
public class PropertyAttributeTests
{
    private static readonly List<int> Seen = [];

    [Fact]
    public void A_false_property_fails_with_the_shrunk_example_and_a_replay_string()
    {
        var failure = Assert.Throws<XunitException>(() => Run(nameof(IsBelowTen)));
        Assert.Contains("Shrunk:   10", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Replay:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_in_a_property_is_its_failure()
    {
        var failure = Assert.Throws<XunitException>(() => Run(nameof(Throws)));
        Assert.Contains("not for 30", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_draws_the_same_cases()
    {
        int[] first = [.. Record()];
        Assert.Equal(first, Record());
        Assert.Equal(100, first.Length);
    }

    [Fact]
    public void Replay_strings_are_read_with_and_without_parentheses_and_size()
    {
        Assert.Equal(Seeds.Parse("12,35"), Seeds.Parse("(12,35)"));
        Assert.Equal(7, Seeds.Parse("(12,35,7)").Size.Value);
        Assert.Equal("(12,35,7)", Seeds.Format(Seeds.Parse("12,35").Rnd, 7));
        Assert.Throws<FormatException>(() => Seeds.Parse("12"));
    }

    internal static bool IsBelowTen(PositiveInt number) => number.Get < 10;

    internal static void Throws(PositiveInt number) =>
        Assert.True(number.Get < 30, $"not for {number.Get}");

    internal static void Collect(int number) => Seen.Add(number);

    private static List<int> Record()
    {
        Seen.Clear();
        Run(nameof(Collect));
        return [.. Seen];
    }

    private static void Run(string method) =>
        PropertyCheck.Run(
            new PropertyAttribute().ToConfig(method),
            typeof(PropertyAttributeTests).GetMethod(
                method,
                System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static
            )!,
            target: null
        );
}
