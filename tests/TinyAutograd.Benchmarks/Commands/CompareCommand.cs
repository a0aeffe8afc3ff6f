using System.CommandLine;

namespace TinyAutograd.Benchmarks;

/// <summary><c>compare</c>: the same work here and in a peer, in turns, from the same weights and batches.</summary>
internal static class CompareCommand
{
    private const int ComparedSteps = 20;
    private const int Rounds = 7;

    // Both sides round differently, and AdamW turns the sign of a gradient near 0 into a whole step.
    private const double LossTolerance = 1e-4;

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output)
    {
        var peers = MeasuringCommand.List("--peers", "Whom to compare with.", "pytorch");
        var configs = MeasuringCommand.List(
            "--configs",
            "What to train.",
            string.Join(',', TrainingConfig.All.Select(config => config.Name))
        );
        var python = new Option<string>("--python")
        {
            Description = "The interpreter that has the peer installed.",
            DefaultValueFactory = _ => "/usr/bin/python3",
        };
        return MeasuringCommand.Create(
            "compare",
            "Training steps here and in a peer, in turns: a ratio where the losses agree.",
            output,
            (m, parsed) =>
                Measure(
                    m,
                    parsed.GetValue(peers)!,
                    parsed.GetValue(configs)!,
                    parsed.GetValue(python)!
                ),
            peers,
            configs,
            python
        );
    }

    private static int Measure(Measurement m, string[] peers, string[] names, string python)
    {
        var configs = names.Select(TrainingConfig.Named).ToArray();
        var agrees = true;
        foreach (var name in peers)
        {
            using var peer = Peer.Start(name, python);
            foreach (var config in configs)
            {
                agrees &= Compare(m, name, peer, config);
            }
        }
        return agrees ? 0 : 1;
    }

    private static bool Compare(Measurement m, string name, Peer peer, TrainingConfig config)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.safetensors");
        try
        {
            var work = new TrainingWork(config);
            PeerFile.Save(path, work);
            var ours = new float[ComparedSteps + 1];
            work.Run(new double[ours.Length], ours);
            var theirs = peer.Run("train", path, m.ThreadCount, ours.Length);
            var difference = Difference(ours, theirs.Values);
            if (!(difference <= LossTolerance))
            {
                m.Report.Line(
                    "error",
                    ("config", config.Name),
                    ("peer", name),
                    (
                        "message",
                        $"The losses of the first {ComparedSteps} steps differ: the work is not the same."
                    ),
                    ("largestRelativeDifference", difference),
                    ("ourLosses", ours.Select(loss => (double)loss).ToArray()),
                    ("peerLosses", theirs.Values)
                );
                return false;
            }
            var turns = new Turns(work, peer, path, m);
            turns.Take(Rounds, theirs.Milliseconds[^1] / 1e3);
            Report(m, name, peer, config, turns, difference, ours[^1], theirs.Values[^1]);
            return true;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Report(
        Measurement m,
        string name,
        Peer peer,
        TrainingConfig config,
        Turns turns,
        double difference,
        double loss,
        double peerLoss
    )
    {
        var (ours, theirs) = (turns.Ours, turns.Theirs);
        m.Report.Line(
            "compare",
            ("config", config.Name),
            ("peer", $"{name} {peer.Version}"),
            ("oursMs", ours.Median * 1e3),
            ("peerMs", theirs.Median * 1e3),
            ("ratio", theirs.Median / ours.Median),
            ("oursThreads", ours.Threads),
            ("peerThreads", theirs.Threads),
            ("oursBestMs", ours.Best * 1e3),
            ("peerBestMs", theirs.Best * 1e3),
            ("ratioOfBest", theirs.Best / ours.Best),
            ("loss", loss),
            ("peerLoss", peerLoss),
            ("largestRelativeDifference", difference)
        );
    }

    private static double Difference(float[] ours, double[] theirs) =>
        ours.Zip(theirs, (a, b) => Math.Abs(a - b) / Math.Abs(b)).Max();
}
