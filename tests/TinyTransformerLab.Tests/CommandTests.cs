using System.Text.RegularExpressions;

namespace TinyTransformerLab.Tests;

public sealed class CommandTests : IDisposable
{
    private const string Verdicts = "(?m)^\\S+ +(new|in the training set|held out, never seen)\\b";

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Json_lines_tell_the_whole_run_and_end_with_done()
    {
        var result = Lab.Run("train", "--steps", "4", "--batch", "8", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        var config = Assert.Single(result.Json("config"));
        Assert.Equal(26_848, config.GetProperty("weights").GetInt32());
        Assert.Equal(7_563, config.GetProperty("trainingItems").GetInt32());
        Assert.Equal(840, config.GetProperty("heldOutItems").GetInt32());
        Assert.Equal(
            [1, 2, 3, 4],
            result.Json("step").Select(step => step.GetProperty("step").GetInt32())
        );
        Assert.Equal(
            [0, 4],
            result.Json("eval").Select(step => step.GetProperty("step").GetInt32())
        );
        var done = result.Lines.Last();
        Assert.Equal("done", done.GetProperty("type").GetString());
        Assert.Equal(4, done.GetProperty("step").GetInt32());
        Assert.Equal(26_848, done.GetProperty("weights").GetInt32());
        Assert.True(done.GetProperty("seconds").GetDouble() > 0);
        Assert.InRange(done.GetProperty("trainLoss").GetDouble(), 3, 3.5);
        Assert.InRange(done.GetProperty("heldOutLoss").GetDouble(), 3, 3.5);
    }

    [Fact]
    public void Counting_on_the_bundled_names_gives_the_known_losses()
    {
        var counts = Assert.Single(Lab.Run("train", "--steps", "0", "--json").Json("counts"));
        Assert.Equal(2.42, counts.GetProperty("pairs").GetDouble(), tolerance: 0.03);
        Assert.Equal(2.18, counts.GetProperty("triples").GetDouble(), tolerance: 0.03);
        Assert.Equal(2.07, counts.GetProperty("fours").GetDouble(), tolerance: 0.03);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_training_lowers_the_loss()
    {
        var first = Train("1");
        Assert.Equal(first, Train("1"));
        Assert.NotEqual(first, Train("2"));
        Assert.True(first[^1] < first[0] - 0.2, $"from {first[0]} to {first[^1]}");

        static double[] Train(string seed) =>
            [
                .. Lab.Run("train", "--steps", "40", "--batch", "8", "--seed", seed, "--json")
                    .Json("eval")
                    .Select(line => line.GetProperty("heldOutLoss").GetDouble()),
            ];
    }

    [Fact]
    public void A_saved_model_writes_names_that_are_marked()
    {
        var path = Path.Combine(folder, "model.safetensors");
        var trained = Lab.Run("train", "--steps", "80", "--batch", "8", "--save", path);
        Assert.Equal(0, trained.ExitCode);
        Assert.Contains(path, trained.Output, StringComparison.Ordinal);
        var first = Lab.Run("generate", "--model", path, "--count", "5", "--temperature", "1");
        Assert.Equal(0, first.ExitCode);
        Assert.Equal(5, Regex.Count(first.Output, Verdicts));
        Assert.Equal(
            first.Output,
            Lab.Run("generate", "--model", path, "--count", "5", "--temperature", "1").Output
        );
        var known = Path.Combine(folder, "known.txt");
        var name = Assert.Single(
            Lab.Run("generate", "--model", path, "--count", "1", "--temperature", "0", "--json")
                .Json("name")
        );
        Assert.False(name.GetProperty("isKnown").GetBoolean());
        File.WriteAllText(known, $"{name.GetProperty("text").GetString()}\nanna\n");
        var marked = Lab.Run(
            "generate",
            "--model",
            path,
            "--data",
            known,
            "--count",
            "1",
            "--temperature",
            "0",
            "--json"
        );
        Assert.True(Assert.Single(marked.Json("name")).GetProperty("isKnown").GetBoolean());
    }

    [Fact]
    public void Training_goes_on_from_a_saved_model_and_may_write_items_at_its_end()
    {
        var path = Path.Combine(folder, "model.safetensors");
        var first = Lab.Run(
            "train",
            "--steps",
            "30",
            "--batch",
            "8",
            "--layers",
            "1",
            "--save",
            path,
            "--json"
        );
        var more = Lab.Run(
            "train",
            "--steps",
            "10",
            "--batch",
            "8",
            "--model",
            path,
            "--count",
            "3",
            "--temperature",
            "0.5",
            "--json"
        );
        Assert.Equal(1, Assert.Single(more.Json("config")).GetProperty("layers").GetInt32());
        Assert.Equal(
            first.Json("eval")[^1].GetProperty("heldOutLoss").GetDouble(),
            more.Json("eval")[0].GetProperty("heldOutLoss").GetDouble()
        );
        Assert.Equal(3, more.Json("name").Count);
        Assert.Equal("done", more.Lines.Last().GetProperty("type").GetString());
        Refused("They must be the same", "train", "--model", path, "--data", Write("xy\nyx\n"));
        Refused("nothing to --save", "generate", "--model", path, "--save", path);
    }

    [Fact]
    public void Ctrl_C_stops_after_the_step_and_still_saves_and_reports()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // there a test cannot press Ctrl+C for another process
        }
        var path = Path.Combine(folder, "interrupted.safetensors");
        var result = Lab.Interrupt(
            "\"step\":20,",
            "train",
            "--steps",
            "1000000",
            "--batch",
            "2",
            "--save",
            path,
            "--json"
        );
        Assert.Equal(130, result.ExitCode);
        Assert.Empty(result.Error);
        var done = result.Lines.Last();
        Assert.Equal("done", done.GetProperty("type").GetString());
        Assert.InRange(done.GetProperty("step").GetInt32(), 20, 999_999);
        Assert.Equal(0, Lab.Run("generate", "--model", path, "--count", "1").ExitCode);
    }

    [Fact]
    public void Without_a_command_it_trains_and_shows_every_panel()
    {
        var page = Path.Combine(folder, "lab.html");
        var result = Lab.Run("--steps", "5", "--batch", "4", "--count", "7", "--out", page);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        Assert.Contains("26,848 weights", result.Output, StringComparison.Ordinal);
        Assert.Contains("held-out loss", result.Output, StringComparison.Ordinal);
        foreach (var panel in Words.Panels)
        {
            Assert.Contains(panel.Title, result.Output, StringComparison.Ordinal);
        }
        Assert.Contains(Words.MoreTitle, result.Output, StringComparison.Ordinal);
        Assert.Equal(7, Regex.Count(result.Output, Verdicts));
        Assert.DoesNotContain('\r', result.Output);
        Assert.DoesNotContain('\e', result.Output);
        Assert.Contains(page, result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(page));
    }

    [Fact]
    public void Unknown_letters_extend_the_vocabulary()
    {
        var data = Write("häuptling\nöl 7\nüber\nnaïve\n");
        var config = Assert.Single(
            Lab.Run("train", "--data", data, "--steps", "1", "--batch", "2", "--json")
                .Json("config")
        );
        Assert.Equal(
            "häuptlingöl 7übernaïve".Distinct().Count() + 1,
            config.GetProperty("vocabulary").GetInt32()
        );
    }

    [Theory]
    [InlineData("number of steps is -1", "train", "--steps", "-1")]
    [InlineData("'abc'", "train", "--steps", "abc")]
    [InlineData("30 channels cannot be divided among 4 heads", "train", "--channels", "30")]
    [InlineData("number of layers is 0", "train", "--layers", "0")]
    [InlineData("batch size is 0", "train", "--batch", "0")]
    [InlineData("Use a context of at least 14", "train", "--context", "5")]
    [InlineData("learning rate is 0", "train", "--learning-rate", "0")]
    [InlineData("temperature is -1", "--temperature", "-1")]
    [InlineData("--count is -2", "--count", "-2")]
    [InlineData("no-such-file.txt", "train", "--data", "no-such-file.txt")]
    [InlineData("does not exist", "train", "--save", "no-such-folder/model.safetensors")]
    [InlineData("--bogus", "train", "--bogus")]
    [InlineData("no preset 'poems'", "train", "--preset", "poems")]
    [InlineData("makes its own items", "train", "--preset", "copy", "--data", "x.txt")]
    [InlineData("needs --data", "train", "--preset", "own")]
    [InlineData("--layer is 3; this model has the layers 1 to 2", "attention", "--layer", "3")]
    [InlineData("--head is 0; this model has the heads 1 to 4", "trick", "--head", "0")]
    [InlineData("top-k is 0", "generate", "--top-k", "0")]
    [InlineData("top-p is 2", "generate", "--top-p", "2")]
    [InlineData("min-p is -1", "generate", "--min-p", "-1")]
    [InlineData("no chapter 7", "chapter", "7")]
    [InlineData("does not exist", "export", "--out", "no-such-folder/lab.html")]
    [InlineData("does not exist", "--out", "no-such-folder/lab.html")]
    [InlineData("--port is 70000", "serve", "--port", "70000")]
    [InlineData("cannot be given with --resume", "train", "--resume", "x", "--seed", "2")]
    [InlineData("no-such-training", "train", "--resume", "no-such-training")]
    [InlineData("no-such-model", "generate", "--model", "no-such-model")]
    [InlineData("Training diverged at step", "train", "--learning-rate", "1e30", "--steps", "50")]
    public void What_cannot_be_done_is_one_clear_line_on_stderr_and_exit_code_1(
        string expected,
        params string[] arguments
    ) => Refused(expected, arguments);

    [Fact]
    public void Bad_data_and_model_files_are_one_clear_line_too()
    {
        Refused("is empty", "train", "--data", Write("\n \n"));
        Refused("is not text", "train", "--data", Write("a\0b\n"));
        Refused("at least 2", "train", "--data", Write("a\naa\n"));
        Refused("safetensors", "generate", "--model", Write("this is no model"));
        Refused("is a folder", "train", "--save", folder);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("train", "--help")]
    [InlineData("attention", "--help")]
    [InlineData("generate", "--help")]
    [InlineData("trick", "--help")]
    [InlineData("scale", "--help")]
    [InlineData("check", "--help")]
    [InlineData("tape", "--help")]
    [InlineData("export", "--help")]
    [InlineData("serve", "--help")]
    [InlineData("chapter", "--help")]
    public void Help_is_there_for_every_command(params string[] arguments)
    {
        var result = Lab.Run(arguments);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("--seed", result.Output, StringComparison.Ordinal);
    }

    private static void Refused(string expected, params string[] arguments)
    {
        var result = Lab.Run(arguments);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private string Write(string text)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName());
        File.WriteAllText(path, text);
        return path;
    }
}
