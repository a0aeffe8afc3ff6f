namespace TinyAutograd.Docs.Code;

/// <summary>How-to: measure speed.</summary>
public static class MeasureSpeed
{
    public static void Entries(TextWriter Console)
    {
        var model = new Mlp<float>(sizes: [64, 256, 1], seed: 1);
        var x = Variable.Normal<float>([128, 64], new RandomGenerator(seed: 2));

        // The times are those of this machine today.
        Console = TextWriter.Null;

        #region Entries
        for (var step = 0; step < 3; step++) // the first steps compile and make memory
        {
            using var tape = new Tape<float>();
            using var times = new TapeTimes<float>(tape);
            var loss = model.Forward(x).Square().Mean();
            tape.Gradients(loss, of: model.Parameters);
            if (step == 2)
            {
                var slowest = tape.Entries.MaxBy(entry =>
                    times.Forward(entry.Number) + times.Backward(entry.Number)
                )!;
                Console.WriteLine($"{tape.Entries.Count} entries were measured; look first at");
                Console.WriteLine($"{slowest.Op.Name} {slowest.Output.Shape}");
            }
        }
        #endregion
    }
}
