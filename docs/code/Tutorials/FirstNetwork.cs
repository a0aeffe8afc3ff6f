namespace TinyAutograd.Docs.Code;

/// <summary>Tutorial: your first network.</summary>
public static class FirstNetwork
{
    #region Data
    private static readonly Variable<float> Inputs = Variable.Of<float>([
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
    ]); // (4, 2)

    private static readonly Variable<float> Targets = Variable.Of<float>([
        [0],
        [1],
        [1],
        [0],
    ]); // (4, 1)
    #endregion

    public static void Model(TextWriter Console)
    {
        #region Model
        var model = new Mlp<float>(sizes: [2, 8, 1], seed: 42);
        Console.WriteLine(model);
        Console.WriteLine($"output {model.Forward(Inputs).Shape}");
        #endregion
    }

    public static void Loss(TextWriter Console)
    {
        var model = new Mlp<float>(sizes: [2, 8, 1], seed: 42);

        #region Loss
        using var tape = new Tape<float>();
        var loss = (model.Forward(Inputs) - Targets).Square().Mean(); // ()
        var gradients = tape.Gradients(loss, of: model.Parameters);
        foreach (var parameter in model.Parameters)
        {
            Console.WriteLine($"{parameter.Name}: gradient {gradients[parameter].Shape}");
        }
        #endregion
    }

    public static void Training(TextWriter Console)
    {
        #region Training
        var model = new Mlp<float>(sizes: [2, 8, 1], seed: 42);
        var adamW = new AdamW<float>(model.Parameters, learningRate: 0.05);
        for (var step = 0; step <= 300; step++)
        {
            using var tape = new Tape<float>();
            var loss = (model.Forward(Inputs) - Targets).Square().Mean();
            adamW.Step(tape.Gradients(loss, of: model.Parameters));
            if (step % 100 == 0)
            {
                Console.WriteLine($"step {step}: loss {loss.Item():F2}");
            }
        }
        Console.WriteLine($"{model.Forward(Inputs):F2}");
        #endregion
    }

    public static void Evaluation(TextWriter Console)
    {
        var model = new Mlp<float>(sizes: [2, 8, 1], seed: 42);

        #region Evaluation
        model.Evaluate(); // modules such as Dropout stop drawing
        using (var workspace = new Workspace<float>()) // reuses memory, records nothing
        {
            var answers = model.Forward(Inputs);
            var isRight = (answers > 0.5f).AsSpan().SequenceEqual((Targets > 0.5f).AsSpan());
            Console.WriteLine($"without training all four are right: {isRight}");
        }
        model.Train();
        #endregion
    }
}
