using System.CommandLine;

namespace TinyAutograd.Benchmarks;

/// <summary><c>compare</c>: the same work here and in a peer, in turns, from the same weights and batches.</summary>
internal static class CompareCommand
{
    private const string Decoding = "decode-124M";

    // Losses before 21 steps: the last one has seen 20 updates.
    private const int ComparedPieces = 21;
    private const int Rounds = 7;

    // Both sides round differently, and AdamW turns the sign of a gradient near 0 into a whole step.
    private const double Tolerance = 1e-4;

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output)
    {
        var peers = MeasuringCommand.List("--peers", "Whom to compare with.", "pytorch");
        var configs = MeasuringCommand.List(
            "--configs",
            $"What to train; {Decoding} decodes.",
            $"{string.Join(',', TrainingConfig.All.Select(config => config.Name))},{Decoding}"
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
        foreach (var name in names.Where(name => name != Decoding))
        {
            TrainingConfig.Named(name); // a wrong name is told before anything is measured
        }
        var agrees = true;
        foreach (var peerName in peers)
        {
            using var peer = Peer.Start(peerName, python);
            foreach (var name in names)
            {
                agrees &= Compare(m, name, $"{peerName} {peer.Version}", peer);
            }
        }
        return agrees ? 0 : 1;
    }

    private static bool Compare(Measurement m, string config, string peerName, Peer peer)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.safetensors");
        try
        {
            var work = Create(config, path);
            var ours = new float[ComparedPieces];
            work.Run(new double[ours.Length], ours);
            var theirs = peer.Run(work.Kind, path, m.ThreadCount, ours.Length);
            var difference = work is DecodingWork decoding
                ? DifferenceOfLogits(decoding.Logits, theirs.Logits!)
                : Difference(ours, theirs.Values);
            if (!(difference <= Tolerance))
            {
                m.Report.Line(
                    "error",
                    ("config", config),
                    ("peer", peerName),
                    ("message", "The results differ: this is not the same work."),
                    ("largestRelativeDifference", difference),
                    ("ours", ours.Select(value => (double)value).ToArray()),
                    ("peers", theirs.Values)
                );
                return false;
            }
            var turns = new Turns(work, peer, path, m);
            turns.Take(Rounds, theirs.Milliseconds[^1] / 1e3, ours.Length);
            m.Report.Line(
                "compare",
                ("config", config),
                ("peer", peerName),
                ("oursMs", turns.Ours.Median * 1e3),
                ("peerMs", turns.Theirs.Median * 1e3),
                ("ratio", turns.Theirs.Median / turns.Ours.Median),
                ("oursThreads", turns.Ours.Threads),
                ("peerThreads", turns.Theirs.Threads),
                ("oursBestMs", turns.Ours.Best * 1e3),
                ("peerBestMs", turns.Theirs.Best * 1e3),
                ("ratioOfBest", turns.Theirs.Best / turns.Ours.Best),
                ("oursLast", ours[^1]),
                ("peersLast", theirs.Values[^1]),
                ("largestRelativeDifference", difference)
            );
            return true;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IComparedWork Create(string config, string path)
    {
        if (config == Decoding)
        {
            var decoding = new DecodingWork(GptConfig.Gpt2);
            PeerFile.Save(path, decoding.Model, decoding.Tokens);
            return decoding;
        }
        var training = new TrainingWork(TrainingConfig.Named(config));
        PeerFile.Save(path, training);
        return training;
    }

    private static double Difference(float[] ours, double[] theirs) =>
        ours.Zip(theirs, (a, b) => Math.Abs(a - b) / Math.Abs(b)).Max();

    // Relative to the largest logit: each is a sum of terms of that size.
    private static double DifferenceOfLogits(float[] ours, double[] theirs) =>
        ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max() / theirs.Max(Math.Abs);
}
