using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace TinyTransformerLab.Browser.Tests.Engine;

/// <summary>The script computes what the C# engine computes.</summary>
[Collection(OtherBrowserCollection.Name)]
public class ParityTests(BrowserFixture browser, ITestOutputHelper output)
{
    private const double Limit = 1e-4;

    public static TheoryData<string> Models => new(Recorded.Names);

    [BrowserTheory]
    [MemberData(nameof(Models))]
    public async Task Every_record_is_that_of_the_engine(string name)
    {
        await using var page = await EnginePage.Open(browser, Recorded.Of(name).Json);
        var parity = await page.Get<Difference>("() => RecordedLab.parity(data)");
        output.WriteLine($"{name}: {parity}");
        parity.RequireBelow(Limit, leastCount: 500);
    }

    [Trait("Category", "Integration")]
    [BrowserTheory]
    [MemberData(nameof(Models))]
    public async Task All_heads_and_all_letters_agree(string name)
    {
        var recorded = Recorded.Of(name);
        var (session, info) = (recorded.Session, recorded.Session.Info);
        await using var page = await EnginePage.Open(browser, recorded.Json);
        foreach (
            var word in new[] { recorded.Report.Attention.Word.Typed, "", "zzzzzzzzzzzzzzzzz" }
        )
        {
            var text = LabJson.Text(word);
            for (var layer = 0; layer < info.LayerCount; layer++)
            {
                for (var head = 0; head < info.HeadCount; head++)
                {
                    var trick = await page.Compare(
                        session.Trick(word, layer, head, seed: 11),
                        $"lab.engine.trick({text}, {layer}, {head}, 11)"
                    );
                    trick.RequireBelow(Limit, leastCount: 10);
                }
            }
            var length = session.Attend(word).Maps[0].Tokens.Count;
            for (var index = 0; index < length; index++)
            {
                var explanation = await page.Compare(
                    session.Explain(word, index),
                    $"lab.engine.explain({text}, {index})"
                );
                explanation.RequireBelow(Limit, leastCount: 2);
            }
            (await page.Compare(session.Lens(word), $"lab.engine.lens({text})")).RequireBelow(
                Limit,
                leastCount: 2
            );
            (await page.Compare(session.Attend(word), $"lab.engine.attend({text})")).RequireBelow(
                Limit,
                leastCount: 2
            );
        }
        foreach (var head in recorded.Report.Ablation.Heads)
        {
            var ablation = await page.Compare(
                session.Ablate(head.Layer, head.Head),
                $"lab.engine.ablate({head.Layer}, {head.Head})"
            );
            ablation.RequireBelow(Limit, leastCount: 6);
        }
    }

    [BrowserFact]
    public async Task An_earlier_snapshot_has_the_weights_of_its_step()
    {
        var recorded = Recorded.Of("usual");
        var replay = new LabSession(recorded.Session.Config);
        var step = recorded.Recording.Snapshots[3].Step;
        while (replay.State.Step < step)
        {
            replay.Step();
        }
        await using var page = await EnginePage.Open(browser, recorded.Json);
        var difference = await page.Compare(
            replay.Attend("maria"),
            $"lab.run.seek({step}).then(() => lab.engine.attend('maria'))"
        );
        difference.RequireBelow(Limit, leastCount: 500);
        (await page.Compare(replay.Generate(5), "lab.engine.generate(5)")).RequireBelow(
            Limit,
            leastCount: 50
        );
    }

    [BrowserTheory]
    [InlineData("wte.weight")]
    [InlineData("h.0.attn.c_attn.weight")]
    [InlineData("h.1.mlp.c_proj.bias")]
    [InlineData("ln_f.weight")]
    public async Task One_damaged_weight_is_noticed(string parameter)
    {
        var recorded = Recorded.Of("usual");
        var place = recorded.Session.WeightLayout.Single(place => place.Name == parameter);
        var data = JsonNode.Parse(recorded.Json)!;
        var last = data["snapshots"]!.AsArray()[^1]!;
        var bytes = Convert.FromBase64String(last["weights"]!.GetValue<string>());
        var weight = BitConverter.ToSingle(bytes, place.Offset * sizeof(float));
        BitConverter.TryWriteBytes(bytes.AsSpan(place.Offset * sizeof(float)), weight + 1e-2f);
        last["weights"] = Convert.ToBase64String(bytes);
        await using var page = await EnginePage.Open(browser, data.ToJsonString());
        var parity = await page.Get<Difference>("() => RecordedLab.parity(data)");
        output.WriteLine($"{parameter}: {parity}");
        Assert.False(parity.Largest <= Limit);
    }

    [BrowserTheory]
    [InlineData("attention.maps[0].pattern[1]", "[0.5]")]
    [InlineData("names.items[0].text", "\"another\"")]
    [InlineData("attention.maps[0].masked[0][1]", "0")]
    [InlineData("trick.trick.steps[3].checks[0].holds", "false")]
    [InlineData("names.note", "null")]
    public async Task What_is_no_number_must_be_the_same(string path, string other)
    {
        await using var page = await EnginePage.Open(browser, Recorded.Of("usual").Json);
        var parity = await page.Get<Difference>(
            $"() => {{ data.parity.{path} = {other}; return RecordedLab.parity(data); }}"
        );
        Assert.Null(parity.Largest); // infinite
        Assert.StartsWith(path, parity.Where);
    }
}
