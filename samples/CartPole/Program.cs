using TinyAutograd;

const int Updates = 60;
const int Games = 16;

var policy = new Mlp<double>([CartAndPole.StateSize, 32, 2], seed: 1);
var baseline = new Mlp<double>([CartAndPole.StateSize, 32, 1], seed: 2);
var policyAdam = new Adam<double>(policy.Parameters, learningRate: 0.02);
var baselineAdam = new Adam<double>(baseline.Parameters, learningRate: 0.02);
var player = new Player(policy);
var random = new RandomGenerator(seed: 3);

for (var update = 0; update <= Updates; update++)
{
    var seen = player.Play(Games, random);
    if (update % 10 == 0)
    {
        Console.WriteLine($"update {update, 2}: a game lasts {seen.MeanStepCount, 5:F1} steps");
    }

    // The baseline learns the return to expect in a state, and what was better than that is made more likely.
    Variable<double> advantages;
    using (var tape = new Tape<double>())
    {
        var surprises = seen.Returns - baseline.Forward(seen.States).Reshape(seen.Returns.Shape);
        advantages = ((surprises - surprises.Mean()) / (surprises.Std() + 1e-8)).Detach();
        baselineAdam.Step(tape.Gradients(surprises.Square().Mean(), of: baseline.Parameters));
    }
    using (var tape = new Tape<double>())
    {
        var pushes = new Categorical<double>(policy.Forward(seen.States));
        var loss = -(pushes.LogProbability(seen.Pushes) * advantages).Mean();
        policyAdam.Step(tape.Gradients(loss, of: policy.Parameters));
    }
}

var fresh = player.Play(gameCount: 100, new RandomGenerator(seed: 4), isGreedy: true);
Console.WriteLine(
    $"\n100 fresh games with the likelier push: {fresh.MeanStepCount:F1} of {CartAndPole.MostSteps} steps"
);
