using System.Diagnostics;
using System.Globalization;

namespace MutationRunner;

/// <summary>A worker, seen from the process that asks it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int LinesKept = 4;
    private const double Patience = 60;
    private const double PatienceFactor = 10;

    private readonly Process process;
    private readonly List<string> errors = [];

    private WorkerProcess(params IEnumerable<string> arguments)
    {
        process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        process.ErrorDataReceived += (_, line) =>
        {
            // A stack overflow has a hundred thousand lines.
            if (!string.IsNullOrWhiteSpace(line.Data) && errors.Count < LinesKept)
            {
                errors.Add(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Whether it has not been asked yet.</summary>
    public bool IsFresh { get; private set; } = true;

    /// <summary>A worker that answers questions.</summary>
    /// <exception cref="InvalidOperationException">It could not begin.</exception>
    public static WorkerProcess Start(Part part)
    {
        var worker = new WorkerProcess([Worker.Command, .. part.Arguments]);
        return worker.Read(usual: 0) is { Kind: AnswerKind.Ready }
            ? worker
            : throw new InvalidOperationException(
                $"A worker died before its first fault. {worker.LastWords()}"
            );
    }

    /// <summary>A worker that gives one answer, about a fault that is on from its beginning.</summary>
    public static WorkerProcess StartAlone(Part part, int fault) =>
        new([Worker.AloneCommand, fault.ToString(CultureInfo.InvariantCulture), .. part.Arguments]);

    /// <summary>Asks.</summary>
    /// <param name="question">The question.</param>
    /// <param name="usual">Seconds that an answer takes without a fault.</param>
    /// <returns>The answer, or null if the worker died.</returns>
    public Answer? Ask(string question, double usual)
    {
        IsFresh = false;
        try
        {
            process.StandardInput.WriteLine(question);
        }
        catch (IOException)
        {
            // It died after its last answer. That it gives no further one is read below.
        }
        return Read(usual);
    }

    /// <summary>Reads an answer. A worker keeps its time limits itself, but one whose memory a fault has overwritten can hang while it dies: it
    /// is ended when no answer comes within a minute and ten times the usual time.</summary>
    /// <param name="usual">Seconds that an answer takes without a fault.</param>
    /// <returns>The answer, or null if the worker died.</returns>
    /// <exception cref="InvalidOperationException">It gave up, which no fault makes it do.</exception>
    public Answer? Read(double usual)
    {
        var answer = process.StandardOutput.ReadLineAsync();
        if (!answer.Wait(TimeSpan.FromSeconds(Patience + PatienceFactor * usual)))
        {
            process.Kill();
        }
        if (answer.Result is { } line)
        {
            return Answer.Parse(line);
        }
        process.WaitForExit();
        return process.ExitCode == Worker.GivesUp
            ? throw new InvalidOperationException(string.Join(Environment.NewLine, errors))
            : null;
    }

    /// <summary>What it said when it died, as one line.</summary>
    public string LastWords() =>
        TestRun.OneLine($"exit code {process.ExitCode} {string.Join(' ', errors)}");

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
