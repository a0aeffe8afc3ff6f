using System.Globalization;
using TinyTransformerLab.Browser.Tests.Live;

namespace TinyTransformerLab.Browser.Tests.Page;

/// <summary>Every control of every panel, used by mouse and by keyboard: each answers, and none makes the page complain.</summary>
[Trait("Category", "Integration")]
[Collection(BrowserCollection.Name)]
public class ControlTests(BrowserFixture browser)
{
    // Rows of buttons that are drawn anew have a test of their own.
    private const string NextControl = """
        seen => {
          const visible = element => element.checkVisibility() && !element.disabled && element.options?.length !== 1;
          const all = document.querySelectorAll('main button, main select, main input, main textarea, main summary, main [role=grid]');
          for (const element of all) {
            const home = element.closest('[id]:not(button):not(select):not(input):not(textarea)')?.id;
            const row = [...document.querySelectorAll(`#${home} ${element.localName}`)];
            const alike = row.indexOf(element);
            const key = element.id ? '#' + element.id : `${element.localName} of #${home}`;
            if ((element.id || (alike === 0 && element.localName !== 'button')) && visible(element) && !seen.includes(key)) {
              return [key, element.id ? '#' + element.id : `#${home} ${element.localName}`, String(element.id ? 0 : alike), element.getAttribute('role') === 'grid' ? 'grid' : element.type === 'checkbox' || element.type === 'range' ? element.type : element.localName];
            }
          }
          return null;
        }
        """;

    private const string Digest = """
        () => {
          const inputs = [...document.querySelectorAll('main input, main select, main textarea')];
          const focus = document.activeElement.closest('[role=grid]') ? document.activeElement.ariaLabel ?? document.activeElement.id + document.activeElement.textContent + document.activeElement.cellIndex : '';
          return document.querySelector('main').innerText + inputs.map(input => input.type === 'checkbox' ? input.checked : input.value).join() + focus;
        }
        """;

    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_control_of_a_recorded_page_answers(bool isByKeyboard)
    {
        await using var page = await ExportedPage.Open(browser);
        var used = await UseAll(
            page.Page,
            isByKeyboard,
            "() => LabPage.lab.run.seek(LabPage.lab.run.snapshots[1].step)"
        );
        Assert.Superset(
            new HashSet<string>
            {
                "#run",
                "#step-1",
                "#step-100",
                "#step-1000",
                "#reset",
                "#train-scrub",
                "#word",
            },
            used
        );
        Assert.True(used.Count > 30, string.Join(", ", used));
    }

    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_control_of_a_live_page_answers(bool isByKeyboard)
    {
        await using var lab = await LiveLabPage.Open(browser);
        var used = await UseAll(lab.Tab, isByKeyboard, "() => LabPage.lab.run.step(1)");
        Assert.Superset(
            new HashSet<string>
            {
                "#run",
                "#step-1",
                "#step-100",
                "#step-1000",
                "#reset",
                "#learning-rate",
                "#batch-size",
                "#preset",
                "#seed",
                "#build",
                "#word",
            },
            used
        );
        Assert.True(used.Count > 30, string.Join(", ", used));
        // A number out of range, typed on purpose, is refused by the server, and the browser notes that by itself.
        Assert.DoesNotContain(
            lab.Complaints,
            complaint => !complaint.Contains("status of 400", StringComparison.Ordinal)
        );
    }

    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_button_of_a_row_that_is_drawn_anew_answers(bool isByKeyboard)
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Part("why-word").FillAsync("anna");
        await page.Says("why", "after “·ann”");
        foreach (var row in new[] { "names", "why-letters", "trick-stepper" })
        {
            await UseRow(page.Page, row, isByKeyboard);
        }
    }

    private static async Task UseRow(IPage page, string row, bool isByKeyboard)
    {
        var buttons = page.Locator($"#{row} button");
        var count = await buttons.CountAsync();
        Assert.InRange(count, 5, 20);
        // The first and the last are shown already at the start.
        foreach (var number in Enumerable.Range(1, count - 2).Append(0).Append(count - 1))
        {
            await Use(
                page,
                new Control($"{number} of {row}", "button", buttons.Nth(number)),
                isByKeyboard
            );
            Assert.Equal(count, await buttons.CountAsync());
            if (isByKeyboard) // who goes on by keyboard still stands there
            {
                await Assertions.Expect(buttons.Nth(number)).ToBeFocusedAsync();
            }
        }
    }

    private static async Task<HashSet<string>> UseAll(IPage page, bool isByKeyboard, string prepare)
    {
        var used = new HashSet<string>();
        // Something to go back from.
        await page.Locator("#trick-next").ClickAsync();
        while (
            await page.EvaluateAsync<string[]?>(NextControl, used.ToArray())
                is [var key, var selector, var number, var kind]
            && used.Add(key)
        )
        {
            // Found anew each time: a live page draws again while it is used.
            var element = page.Locator(selector)
                .Nth(int.Parse(number, CultureInfo.InvariantCulture));
            var control = new Control(key, kind, element);
            if (control.Key is "#reset" or "#build" or ['#', 's', 't', 'e', 'p', ..])
            {
                await page.EvaluateAsync(prepare);
            }
            await Use(page, control, isByKeyboard);
            if (control.Key == "#run")
            {
                await Use(page, control, isByKeyboard); // and pause again
            }
        }
        return used;
    }

    private static async Task Use(IPage page, Control control, bool isByKeyboard)
    {
        await control.Element.EvaluateAsync(
            "element => element.scrollIntoView({ block: 'center' })"
        );
        var before = await page.EvaluateAsync<string>(Digest);
        if (isByKeyboard)
        {
            await Press(page, control);
        }
        else
        {
            await Point(page, control);
        }
        for (var patience = 0; patience < 300; patience++)
        {
            if (await page.EvaluateAsync<string>(Digest) != before)
            {
                return;
            }
            await Task.Delay(50);
        }
        Assert.Fail($"{control.Key} ({control.Kind}) did nothing.");
    }

    private static async Task Press(IPage page, Control control)
    {
        var element = control.Element;
        await (control.Kind == "grid" ? element.Locator("[tabindex='0']") : element).FocusAsync();
        string[] keys = control.Kind switch
        {
            "checkbox" => ["Space"],
            "range" => [await IsAtEnd(element) ? "Home" : "End"],
            "select" => [await IsAtEnd(element) ? "ArrowUp" : "ArrowDown"],
            "grid" => ["ArrowDown"],
            "input" => ["End", await IsText(element) ? "a" : "1", "Tab"],
            "textarea" => ["End", "a", "Tab"],
            _ => ["Enter"],
        };
        foreach (var key in keys)
        {
            await page.Keyboard.PressAsync(key);
        }
    }

    private static async Task Point(IPage page, Control control)
    {
        var element = control.Element;
        switch (control.Kind)
        {
            case "range":
                var box = (await element.BoundingBoxAsync())!;
                var x = await IsAtEnd(element) ? 2 : box.Width - 2;
                await element.ClickAsync(
                    new()
                    {
                        Position = new() { X = x, Y = box.Height / 2 },
                    }
                );
                break;
            case "select": // its list belongs to the system, not to the page
                await element.SelectOptionAsync(
                    new SelectOptionValue { Index = await IsAtEnd(element) ? 0 : 1 }
                );
                break;
            case "grid":
                await element.Locator("tbody td").Last.ClickAsync();
                break;
            case "input" or "textarea":
                await element.ClickAsync(new() { ClickCount = 3 });
                var isText = await IsText(element);
                var value = await element.InputValueAsync();
                await page.Keyboard.TypeAsync(
                    isText ? "ana"
                    : value == "7" ? "8"
                    : "7"
                );
                await page.Locator("h1").First.ClickAsync();
                break;
            default:
                await element.ClickAsync();
                break;
        }
    }

    private static async Task<bool> IsText(ILocator element) =>
        await element.GetAttributeAsync("type") == "text";

    // Of a list or a slider: the last place.
    private static Task<bool> IsAtEnd(ILocator element) =>
        element.EvaluateAsync<bool>(
            "element => element.options ? element.selectedIndex === element.options.length - 1 : Number(element.value) === Number(element.max)"
        );

    private sealed record Control(string Key, string Kind, ILocator Element);
}
