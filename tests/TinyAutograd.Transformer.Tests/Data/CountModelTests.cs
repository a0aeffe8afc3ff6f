namespace TinyAutograd.Transformer.Tests.Data;

public class CountModelTests
{
    private readonly CharacterTokenizer tokenizer = CharacterTokenizer.FromItems(["ab"]);

    [Fact]
    public void Pairs_are_counted_with_the_mark_before_and_behind()
    {
        var model = new CountModel(tokenizer, ["ab", "aa"], order: 2, smoothing: 0.5);
        // "ab": p(a|·) = 2.5/3.5, p(b|a) = 1.5/4.5, p(·|b) = 1.5/2.5.
        var expected = -(Math.Log(2.5 / 3.5) + Math.Log(1.5 / 4.5) + Math.Log(1.5 / 2.5)) / 3;
        Assert.Equal(expected, model.Loss(["ab"]), precision: 12);
    }

    [Fact]
    public void A_model_that_saw_nothing_guesses()
    {
        Assert.Equal(
            Math.Log(3),
            new CountModel(tokenizer, [], order: 3, smoothing: 1).Loss(["ba"]),
            precision: 12
        );
    }

    [Fact]
    public void A_longer_context_tells_more_apart()
    {
        string[] items = ["aab", "bba", "abab"];
        var losses = Enumerable
            .Range(1, 4)
            .Select(order => new CountModel(tokenizer, items, order, 0.01).Loss(items))
            .ToArray();
        Assert.Equal(losses.OrderDescending(), losses);
    }
}
