using System.Text;
using System.Text.Json;

namespace TinyTransformerLab.Tests;

/// <summary>Every command that looks prints the session's own record, and resumes and presets do what they say.</summary>
public sealed class LookCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_JSON_of_every_command_is_the_record_of_the_session()
    {
        var session = Trained(5);
        Same(session.Attend("anna"), "attention", "--word", "anna");
        Same(session.Trick("anna", 1, 2), "trick", "--word", "anna", "--layer", "2", "--head", "3");
        Same(session.Info.Gpt2, "scale");
        Same(session.Chapters[2], "chapter", "3");
        Same(session.Chapters, "chapter");

        static void Same<TRecord>(TRecord record, string command, params string[] arguments)
        {
            string[] steps = command is "scale" or "chapter"
                ? []
                : ["--steps", "5", "--batch", "4"];
            var result = Lab.Run([command, .. arguments, .. steps, "--json"]);
            Assert.Empty(result.Error);
            Assert.Equal(0, result.ExitCode);
            Assert.Equal(LabJson.Text(record), result.Output.TrimEnd('\n'));
        }
    }

    [Fact]
    public void The_check_is_run_on_this_model_and_passes()
    {
        var result = Lab.Run("check", "--steps", "5", "--batch", "4", "--json");
        Assert.Equal(0, result.ExitCode);
        var check = JsonSerializer.Deserialize<CheckView>(result.Output, LabJson.Options)!;
        Assert.True(check.Passed);
        Assert.Equal((5, 26_848L, 0), (check.Step, check.WeightCount, check.Wrong));
        Assert.True(check.Comparisons >= 4 * check.ParameterCount);
    }

    [Fact]
    public void The_tour_as_JSON_is_the_report()
    {
        var result = Lab.Run("--steps", "5", "--batch", "4", "--json");
        Assert.Equal(0, result.ExitCode);
        var report = JsonSerializer.Deserialize<LabReport>(result.Output, LabJson.Options)!;
        var session = Trained(5);
        Assert.Equal(LabJson.Text(session.State), LabJson.Text(report.State));
        Assert.Equal(LabJson.Text(session.Generate(10)), LabJson.Text(report.Names));
        Assert.Equal(
            LabJson.Text(session.Attend(session.DefaultWord)),
            LabJson.Text(report.Attention)
        );
    }

    [Fact]
    public void The_tape_has_every_op_and_measured_times()
    {
        var result = Lab.Run("tape", "--steps", "2", "--batch", "4", "--json");
        var tape = JsonSerializer.Deserialize<TapeView>(result.Output, LabJson.Options)!;
        var rows = tape.Groups.SelectMany(group => group.Rows).ToArray();
        Assert.Equal(tape.EntryCount, rows.Length);
        Assert.All(rows, row => Assert.True(row.ForwardMicroseconds > 0));
    }

    [Fact]
    public void One_head_of_a_saved_model_is_shown_in_three_stages_and_in_seven_bits()
    {
        var path = Save(3);
        var result = Lab.Run(
            "attention",
            "--model",
            path,
            "--layer",
            "2",
            "--head",
            "1",
            "--word",
            "Änna!",
            "--ascii"
        );
        Assert.Equal(0, result.ExitCode);
        Assert.True(Ascii.IsValid(result.Output), result.Output);
        foreach (
            var expected in new[]
            {
                "layer 2 . head 1",
                "Scores",
                "Masked",
                "Softmax",
                "Word: nna",
                "Left out",
            }
        )
        {
            Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_resumed_training_ends_with_the_same_digits_as_one_in_one_go()
    {
        var path = Path.Combine(folder, "half.safetensors");
        string[] training = ["train", "--steps", "400", "--batch", "2", "--layers", "1"];
        // Interrupted at some step, wherever that is.
        var half = Lab.Interrupt("\"step\":3,", [.. training, "--save", path, "--json"]);
        Assert.Equal(130, half.ExitCode);
        var stopped = half.Lines.Last().GetProperty("step").GetInt32();
        var rest = Lab.Run("train", "--resume", path, "--json");
        var whole = Lab.Run([.. training, "--json"]);
        Assert.Equal(
            whole.Json("step").Skip(stopped).Select(line => line.GetRawText()),
            rest.Json("step").Select(line => line.GetRawText())
        );
        Assert.Equal(whole.Json("eval")[^1].GetRawText(), rest.Json("eval")[^1].GetRawText());
        var longer = Lab.Run("train", "--resume", path, "--steps", "402", "--json");
        Assert.Equal(402, longer.Lines.Last().GetProperty("step").GetInt32());
    }

    [Fact]
    public void A_divergence_saves_the_last_good_weights_and_says_so()
    {
        var path = Path.Combine(folder, "good.safetensors");
        var result = Lab.Run(
            "train",
            "--learning-rate",
            "1e30",
            "--steps",
            "50",
            "--save",
            path,
            "--json"
        );
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Training diverged at step", result.Error, StringComparison.Ordinal);
        Assert.Contains($"are saved in {path}", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0, Lab.Run("generate", "--model", path, "--count", "1").ExitCode);
    }

    [Fact]
    public void Presets_train_on_what_they_say()
    {
        var copy = Lab.Run("train", "--preset", "copy", "--steps", "1", "--batch", "2", "--json");
        Assert.Equal(10, Assert.Single(copy.Json("config")).GetProperty("vocabulary").GetInt32());
        var text = Path.Combine(folder, "own.txt");
        File.WriteAllText(text, "roses are red\nviolets are blue\n<b>sugar</b> is sweet\n");
        var page = Path.Combine(folder, "own.html");
        var own = Lab.Run(
            "--out",
            page,
            "--preset",
            "own",
            "--data",
            text,
            "--steps",
            "2",
            "--batch",
            "2"
        );
        Assert.Equal(0, own.ExitCode);
        Assert.Contains("2 items", own.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_writes_the_page_and_its_script_and_serve_tells_its_address()
    {
        var page = Path.Combine(folder, "page.html");
        var result = Lab.Run("export", "--steps", "3", "--batch", "4", "--out", page, "--json");
        Assert.Empty(result.Error);
        Assert.Equal(0, result.ExitCode);
        var files = JsonSerializer.Deserialize<WrittenFile[]>(result.Output, LabJson.Options)!;
        Assert.Equal(page, files[0].Path);
        Assert.All(files, file => Assert.Equal(file.ByteCount, new FileInfo(file.Path).Length));
        if (!OperatingSystem.IsWindows()) // there a test cannot press Ctrl+C for another process
        {
            var served = Lab.Interrupt("http://127.0.0.1:", "serve", "--port", "0");
            Assert.Equal(0, served.ExitCode);
            Assert.Empty(served.Error);
        }
    }

    private string Save(int steps)
    {
        var path = Path.Combine(folder, "model.safetensors");
        Assert.Equal(
            0,
            Lab.Run("train", "--steps", $"{steps}", "--batch", "4", "--save", path).ExitCode
        );
        return path;
    }

    private static LabSession Trained(int steps)
    {
        var session = new LabSession(
            new LabConfig
            {
                Training = new TrainingOptions { Steps = steps, BatchSize = 4 },
            }
        );
        for (var step = 0; step < steps; step++)
        {
            session.Step();
        }
        return session;
    }
}
