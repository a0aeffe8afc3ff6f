using TinyAutograd;

/// <summary>Plays several games side by side, and remembers what it saw, did and got.</summary>
internal sealed class Player(Layer<double> policy)
{
    private const double Discount = 0.99; // of a step's reward, per step that it lies ahead

    /// <summary>Plays until all games are over; each step is one call of the policy for all that go on.</summary>
    /// <param name="gameCount">How many.</param>
    /// <param name="random">Draws the beginnings and, unless it is greedy, the pushes.</param>
    /// <param name="isGreedy">Whether the likelier push is always taken.</param>
    public Experience Play(int gameCount, RandomGenerator random, bool isGreedy = false)
    {
        var games = Enumerable.Range(0, gameCount).Select(_ => new CartAndPole(random)).ToArray();
        var memory = new List<(int Game, double[] State, int Push)>();
        while (games.Any(game => !game.IsOver))
        {
            using var workspace = new Workspace<double>();
            int[] playing = [.. Enumerable.Range(0, gameCount).Where(i => !games[i].IsOver)];
            var states = Variable.Of(Array.ConvertAll(playing, i => games[i].State)); // (games, 4)
            var logits = policy.Forward(states); // (games, 2)
            var pushes = isGreedy
                ? logits.ArgMax(-1)
                : new Categorical<double>(logits).Sample(random);
            for (var k = 0; k < playing.Length; k++)
            {
                memory.Add((playing[k], games[playing[k]].State, pushes[k]));
                games[playing[k]].Push(pushes[k]);
            }
        }
        return new Experience(
            Variable.Of(memory.Select(m => m.State).ToArray()),
            Indices.Of([.. memory.Select(m => m.Push)]),
            Variable.Of(Returns([.. memory.Select(m => m.Game)], gameCount)),
            games.Average(game => game.StepCount)
        );
    }

    // Each step is worth 1: G = 1 + γ + γ² + … up to the end of its game.
    private static double[] Returns(int[] gameOf, int gameCount)
    {
        var returns = new double[gameOf.Length];
        var ahead = new double[gameCount];
        for (var i = gameOf.Length - 1; i >= 0; i--)
        {
            returns[i] = ahead[gameOf[i]] = 1 + Discount * ahead[gameOf[i]];
        }
        return returns;
    }
}

/// <summary>All steps of some games.</summary>
/// <param name="States">(N, 4).</param>
/// <param name="Pushes">(N).</param>
/// <param name="Returns">(N): the discounted rewards from each step on.</param>
/// <param name="MeanStepCount">How long a game lasted, in steps.</param>
internal sealed record Experience(
    Variable<double> States,
    Indices Pushes,
    Variable<double> Returns,
    double MeanStepCount
);
