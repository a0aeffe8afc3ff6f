using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TinyTransformerLab;

namespace TinyAutograd.Benchmarks;

/// <summary>How long an exported page takes to load, and to redraw its attention maps.</summary>
internal static class PageTimes
{
    private const int LeastLoads = 5;
    private const int LeastRedraws = 20;

    // Notes when the badge of C# against script is filled. Time 0 is the start of the navigation.
    private const string NoteParity = """
        new MutationObserver(() => { window.parityTime = performance.now(); })
          .observe(document, { subtree: true, attributeFilter: ['data-largest'] });
        """;

    private const string LoadTimes = """
        async () => {
          const paint = await new Promise(done => new PerformanceObserver(list => {
            const first = list.getEntriesByName('first-contentful-paint')[0];
            if (first) done(first.startTime);
          }).observe({ type: 'paint', buffered: true }));
          return [performance.getEntriesByType('navigation')[0].loadEventEnd, paint, window.parityTime];
        }
        """;

    // Types the last letter of a word, again and again. First number of each: until the maps are replaced and laid out, the main thread's work.
    // Second: until the frame that shows them is made, with the wait for its turn. The first two do not count.
    private const string Redraws = """
        async ([letters, layer, least, milliseconds]) => {
          const [field, maps, choice] = ['word', 'attention-maps', 'layer'].map(id => document.getElementById(id));
          const frame = () => new Promise(done => requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = done;
            port2.postMessage(null);
          }));
          choice.value = layer;
          choice.dispatchEvent(new Event('change'));
          const start = 'annabellamaria'.slice(0, letters - 1);
          const times = [];
          const end = performance.now() + milliseconds;
          for (let i = -2; i < least || performance.now() < end; i++) {
            const letter = 'aeinr'[(i + 5) % 5];
            field.value = start;
            field.focus();
            field.setSelectionRange(start.length, start.length);
            await frame();
            const drawn = new Promise((done, fail) => {
              const timer = setTimeout(() => fail(new Error('A typed letter did not redraw the maps.')), 10000);
              const observer = new MutationObserver(() => { clearTimeout(timer); observer.disconnect(); done(); });
              observer.observe(maps, { childList: true });
            });
            const typed = performance.now();
            document.execCommand('insertText', false, letter);
            await drawn;
            maps.getBoundingClientRect();
            const laidOut = performance.now();
            await frame();
            const shown = performance.now();
            const says = document.getElementById('attention-word').textContent;
            if (!says.includes(`“${start}${letter}”`)) throw new Error(`Typed ${start}${letter}, but the page says: ${says}`);
            if (i >= 0) times.push([laidOut - typed, shown - typed]);
          }
          return [times, maps.querySelectorAll('table').length];
        }
        """;

    /// <summary>Opens the page again and again, each time with an empty cache.</summary>
    public static async Task Load(Measurement m, IBrowser browser, WrittenFile file)
    {
        List<double[]> times = [];
        var largest = "";
        var start = Stopwatch.GetTimestamp();
        while (times.Count < LeastLoads || Stopwatch.GetElapsedTime(start) < m.Length)
        {
            await using var context = await browser.NewContextAsync(); // with an empty cache
            var page = await context.NewPageAsync();
            await page.AddInitScriptAsync(NoteParity);
            await Open(page, file);
            times.Add(await page.EvaluateAsync<double[]>(LoadTimes));
            largest = await page.Locator("#parity-badge").GetAttributeAsync("data-largest");
        }
        var load = Timing.Of([.. times.Select(time => time[0])]);
        m.Report.Line(
            "load",
            ("megabytes", file.ByteCount / 1e6),
            ("loadMs", load.Median),
            ("bestLoadMs", load.Best),
            ("firstContentfulPaintMs", Timing.Of([.. times.Select(time => time[1])]).Median),
            ("parityMs", Timing.Of([.. times.Select(time => time[2])]).Median),
            ("largestDifference", double.Parse(largest!, CultureInfo.InvariantCulture)),
            ("count", load.Count)
        );
    }

    /// <summary>Types letters: into a short and a long word, with all maps and with one.</summary>
    public static async Task Redraw(Measurement m, IBrowser browser, WrittenFile file)
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await Open(page, file);
        foreach (var layer in new[] { "all", "0" })
        {
            foreach (var letters in new[] { 5, 15 })
            {
                var answer = await page.EvaluateAsync<JsonElement>(
                    Redraws,
                    new object[] { letters, layer, LeastRedraws, m.Length.TotalMilliseconds }
                );
                var times = answer[0].Deserialize<double[][]>()!;
                var redraw = Timing.Of([.. times.Select(time => time[0])]);
                m.Report.Line(
                    "redraw",
                    ("letters", letters),
                    ("maps", answer[1].GetInt32()),
                    ("redrawMs", redraw.Median),
                    ("bestRedrawMs", redraw.Best),
                    ("frameMs", Timing.Of([.. times.Select(time => time[1])]).Median),
                    ("count", redraw.Count)
                );
            }
        }
    }

    // The panels are filled, and script and C# are compared: nothing else is left to do.
    private static async Task Open(IPage page, WrittenFile file)
    {
        await page.GotoAsync(new Uri(file.Path).AbsoluteUri);
        await page.WaitForSelectorAsync("#parity-badge[data-largest]");
    }
}
