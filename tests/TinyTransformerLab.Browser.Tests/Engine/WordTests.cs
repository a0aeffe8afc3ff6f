using System.Globalization;
using System.Text;

namespace TinyTransformerLab.Browser.Tests.Engine;

/// <summary>A typed word is read in the page as it is read in C#, with the same notes.</summary>
[Collection(OtherBrowserCollection.Name)]
public class WordTests(BrowserFixture browser)
{
    public static TheoryData<string> Models => ["usual", "emoji", "small context"];

    private static readonly string[] Hostile =
    [
        "",
        "   ",
        "maria",
        "MARIA",
        "Maria Elena",
        "\t maria\u00a0\u0085\u2028",
        "\ufeffmaria\ufeff",
        "m4r!a",
        "🦊🐻🦊",
        "👩‍👩‍👧‍👦 family",
        "e\u0301a and é",
        "z\u0351\u036b\u0343a\u0351lgo",
        "שלום maria",
        "\u202Emaria\u202C",
        "a\0b\u0007c\u001b[31md\u007f",
        "\u0000",
        "ÀÉÎ ẞ İ ı ſ K Å Σς ǅ Ⅷ",
        "𐐀𐐨 𞤀",
        "</script><img src=x onerror=alert(1)>",
        "${alert(1)}\\u0041`'\"\\",
        "half an emoji: \ud83e and \udd8a, both: \udd8a\ud83e",
        "x".PadRight(1000, 'y'),
        new string('A', 1000),
        string.Concat(Enumerable.Repeat("🦊", 500)),
        "·ß·",
        "\u3000全角\u200b\u180e\u2060",
    ];

    [BrowserTheory]
    [MemberData(nameof(Models))]
    public async Task Hostile_words_are_read_alike(string name)
    {
        var recorded = Recorded.Of(name);
        await using var page = await EnginePage.Open(browser, recorded.Json);
        foreach (var word in Hostile)
        {
            await RequireAlike(page, recorded.Session, word);
        }
    }

    [BrowserFact]
    public async Task Random_words_are_read_alike()
    {
        var random = new RandomGenerator(99);
        var recorded = Recorded.Of("emoji");
        await using var page = await EnginePage.Open(browser, recorded.Json);
        for (var i = 0; i < 100; i++)
        {
            var word = new StringBuilder();
            for (var length = random.NextInt32(30); length > 0; length--)
            {
                word.Append(
                    random.NextInt32(3) switch
                    {
                        0 => char.ToUpperInvariant("abeßä·🦊"[random.NextInt32(6)]).ToString(),
                        1 => ((char)random.NextInt32(0x300)).ToString(),
                        _ => ((char)random.NextInt32(0x10000)).ToString(),
                    }
                );
            }
            await RequireAlike(page, recorded.Session, word.ToString());
        }
    }

    // Of letters that old versions of Unicode know; the newest scripts are known to one side before the other.
    [BrowserFact]
    public async Task Every_letter_has_the_same_lower_case()
    {
        await using var page = await EnginePage.Open(browser, Recorded.Of("one head").Json);
        var lower = await page.Get<int[]>(
            """
            () => Array.from({ length: 0x10000 }, (_, code) => {
                const letter = String.fromCodePoint(code);
                const reader = { contextLength: 9, tokens: { has: known => known !== letter } };
                const { used } = LabViews.readWord(letter, reader);
                return used === '' ? code : used.codePointAt(0);
            })
            """
        );
        var different = Enumerable
            .Range(0, 0x10000)
            .Where(code => Rune.IsValid(code) && code < 0xA7C0)
            .Where(code => Rune.ToLowerInvariant(new Rune(code)).Value != lower[code])
            .Select(code => code.ToString("X4", CultureInfo.InvariantCulture));
        Assert.Empty(different);
    }

    private static async Task RequireAlike(EnginePage page, LabSession session, string word)
    {
        // As JSON with every letter escaped: half an emoji would not survive the way to the browser otherwise.
        var text = string.Concat(word.Select(unit => $"\\u{(int)unit:x4}"));
        var expected = session.Lens(word).Word;
        var found = await page.Get<LabWord>(
            "async text => (await lab.engine.lens(JSON.parse(text))).word",
            $"\"{text}\""
        );
        Assert.Equal(string.Concat(word.EnumerateRunes()), found.Typed);
        Assert.Equal(expected.Used, found.Used);
        Assert.Equal(expected.Notes, found.Notes);
    }
}
