using System.Text.Json;

namespace TinyAutograd.Tests.Optimization;

/// <summary>Twenty steps of every optimizer against PyTorch: parameters after each step, and the state after the last.</summary>
public class OptimizerVectorTests
{
    private const int Steps = 20;

    public static TheoryData<string> Runs() =>
        [
            .. OptimizerVectors.Names.Where(name =>
                name is not ("clip_grad_norm.safetensors" or "schedules.safetensors")
            ),
        ];

    public static TheoryData<string> Files() => [.. OptimizerVectors.Names];

    [Fact]
    public void All_27_files_are_there() => Assert.Equal(27, OptimizerVectors.Names.Count());

    [Theory]
    [MemberData(nameof(Files))]
    public void The_file_is_the_one_of_the_manifest(string name)
    {
        Assert.Equal(OptimizerVectors.ExpectedSha256(name), OptimizerVectors.Sha256(name));
        Assert.Equal(
            OptimizerVectors.ExpectedTensors(name),
            OptimizerVectors.Load(name).Tensors.Count
        );
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Steps_and_state_are_those_of_PyTorch(string name)
    {
        var file = OptimizerVectors.Load(name);
        var (parameters, optimizer) = Build(file);
        foreach (var step in Enumerable.Range(0, Steps))
        {
            Step(file, step, parameters, optimizer);
            foreach (var parameter in parameters)
            {
                OptimizerVectors.AssertClose(
                    file.Row($"param.{parameter.Name}", step + 1).AsSpan(),
                    parameter.Value.AsSpan(),
                    "param",
                    $"{name}: {parameter.Name} after step {step}"
                );
            }
        }
        AssertState(file, name, optimizer.SaveState());
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_restored_run_continues_with_the_same_bits(string name)
    {
        var file = OptimizerVectors.Load(name);
        var (parameters, optimizer) = Build(file);
        var (resumedParameters, resumed) = Build(file);
        for (var step = 0; step < Steps; step++)
        {
            if (step == 9)
            {
                foreach (var (from, to) in parameters.Zip(resumedParameters))
                {
                    to.Assign(from.Value.AsSpan());
                }
                resumed.Restore(optimizer.SaveState());
            }
            Step(file, step, parameters, optimizer);
            if (step >= 9)
            {
                Step(file, step, resumedParameters, resumed);
            }
        }
        foreach (var (expected, actual) in parameters.Zip(resumedParameters))
        {
            Assert.Equal(expected.Value.ToArray(), actual.Value.ToArray());
        }
        Assert.Equal(
            optimizer.SaveState().Parameters.Select(p => p.StepCount),
            resumed.SaveState().Parameters.Select(p => p.StepCount)
        );
    }

    private static void AssertState(SafetensorsFile file, string name, OptimizerState<double> state)
    {
        foreach (
            var tensor in file.Tensors.Where(t =>
                t.Name.StartsWith("state.", StringComparison.Ordinal)
            )
        )
        {
            var parts = tensor.Name.Split('.');
            var saved = state.Parameters.Single(p => p.Name == parts[2]);
            if (parts[1] == "step")
            {
                Assert.Equal(tensor.ReadInt64()[0], saved.StepCount);
                continue;
            }
            OptimizerVectors.AssertClose(
                tensor.ReadVariable<double>().AsSpan(),
                saved.Arrays[parts[1]].AsSpan(),
                "state",
                $"{name}: {tensor.Name}"
            );
        }
    }

    private static void Step(
        SafetensorsFile file,
        int step,
        Parameter<double>[] parameters,
        Optimizer<double> optimizer
    )
    {
        optimizer.LearningRate = file.Values("lr")[step];
        var present = parameters
            .Where(p =>
                !file.TryGet($"has_grad.{p.Name}", out var has) || has.ReadInt64()[step] == 1
            )
            .ToArray();
        using var tape = new Tape<double>();
        var loss = Variable.Of(0.0);
        foreach (var parameter in present)
        {
            loss += (parameter * file.Row($"grad.{parameter.Name}", step)).Sum();
        }
        optimizer.Step(tape.Gradients(loss, of: present));
    }

    private static (Parameter<double>[], Optimizer<double>) Build(SafetensorsFile file)
    {
        var config = file.Json("config");
        var rate = config.GetProperty("lr").GetDouble();
        var parameters = new List<Parameter<double>>();
        var groups = new List<ParameterGroup<double>>();
        foreach (var group in file.Json("groups").EnumerateArray())
        {
            Parameter<double>[] members =
            [
                .. group
                    .GetProperty("names")
                    .EnumerateArray()
                    .Select(name => name.GetString()!)
                    .Select(name => new Parameter<double>(name, file.Row($"param.{name}", 0))),
            ];
            parameters.AddRange(members);
            var options = group.GetProperty("options");
            groups.Add(
                new ParameterGroup<double>(
                    members,
                    options.TryGetProperty("lr", out var own) ? own.GetDouble() / rate : 1,
                    options.TryGetProperty("weight_decay", out var decay) ? decay.GetDouble() : null
                )
            );
        }
        return ([.. parameters], Build(file.Metadata["optimizer"], config, groups, rate));
    }

    private static Optimizer<double> Build(
        string optimizer,
        JsonElement config,
        IReadOnlyList<ParameterGroup<double>> groups,
        double rate
    )
    {
        double Number(string key) => config.GetProperty(key).GetDouble();
        bool Flag(string key) => config.GetProperty(key).GetBoolean();
        double Beta(int i) => config.GetProperty("betas")[i].GetDouble();
        var decay = Number("weight_decay");
        var maximize = Flag("maximize");
        return optimizer switch
        {
            "SGD" => new Sgd<double>(
                groups,
                rate,
                Number("momentum"),
                Number("dampening"),
                decay,
                Flag("nesterov"),
                maximize
            ),
            "Adam" => new Adam<double>(
                groups,
                rate,
                Beta(0),
                Beta(1),
                Number("eps"),
                decay,
                Flag("amsgrad"),
                maximize
            ),
            "AdamW" => new AdamW<double>(
                groups,
                rate,
                Beta(0),
                Beta(1),
                Number("eps"),
                decay,
                Flag("amsgrad"),
                maximize
            ),
            "RMSprop" => new RmsProp<double>(
                groups,
                rate,
                Number("alpha"),
                Number("eps"),
                decay,
                Number("momentum"),
                Flag("centered"),
                maximize
            ),
            "Adagrad" => new Adagrad<double>(
                groups,
                rate,
                Number("lr_decay"),
                decay,
                Number("initial_accumulator_value"),
                Number("eps"),
                maximize
            ),
            _ => throw new InvalidDataException($"Unknown optimizer {optimizer}."),
        };
    }
}
