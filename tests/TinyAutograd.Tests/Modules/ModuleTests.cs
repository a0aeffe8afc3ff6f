namespace TinyAutograd.Tests.Modules;

public partial class ModuleTests
{
    /// <summary>y = x ⊙ scale + shift.</summary>
    private sealed class Affine : Layer<double>
    {
        private readonly Parameter<double> scale;
        private readonly Parameter<double> shift;

        public Affine(int size, double first = 1)
        {
            scale = AddParameter("scale", Variable.Full<double>([size], first));
            shift = AddParameter("shift", Variable.Zeros<double>([size]));
        }

        public override Variable<double> Forward(Variable<double> x) => x * scale + shift;
    }

    private sealed class Block : Layer<double>
    {
        private readonly Affine first;
        private readonly Affine second;

        public Block(int size)
        {
            first = AddModule("first", new Affine(size));
            second = AddModule("second", new Affine(size, 2));
        }

        public override Variable<double> Forward(Variable<double> x) =>
            second.Forward(first.Forward(x));
    }

    private sealed class Network : Module<double>
    {
        public Network()
        {
            Table = AddParameter("table", Variable.Zeros<double>([5, 2]));
            for (var i = 0; i < 2; i++)
            {
                AddModule($"blocks.{i}", new Block(2));
            }
            AddModule("head", new Tied(Table));
        }

        public Parameter<double> Table { get; }
    }

    private sealed class Tied : Module<double>
    {
        public Tied(Parameter<double> weight)
        {
            ShareParameter("weight", weight);
            AddParameter("bias", Variable.Zeros<double>([5]));
        }
    }

    /// <summary>Opens the protected methods.</summary>
    private sealed class Open : Module<double>
    {
        public Parameter<double> Own(string name) => AddParameter(name, Variable.Of(1.0));

        public void Part(string name, Module<double> part) => AddModule(name, part);
    }

    private static readonly string[] Names =
    [
        "table",
        "blocks.0.first.scale",
        "blocks.0.first.shift",
        "blocks.0.second.scale",
        "blocks.0.second.shift",
        "blocks.1.first.scale",
        "blocks.1.first.shift",
        "blocks.1.second.scale",
        "blocks.1.second.shift",
        "head.bias",
    ];

    [Fact]
    public void Parameters_are_named_by_their_path_and_a_shared_one_counts_once()
    {
        var network = new Network();
        Assert.Equal(Names, network.NamedParameters.Select(pair => pair.Key));
        Assert.Equal(Names, network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(10 + 2 * 2 * 4 + 5, network.ParameterCount);
    }

    [Fact]
    public void A_part_sees_its_own_names_while_a_parameter_keeps_its_full_one()
    {
        var block = new Network().Children[0].Value;
        Assert.Equal("first.scale", block.NamedParameters[0].Key);
        Assert.Equal("blocks.0.first.scale", block.Parameters[0].Name);
    }

    [Fact]
    public void A_part_that_grows_later_is_named_from_the_outermost_module()
    {
        var (root, part) = (new Open(), new Open());
        root.Part("part", part);
        Assert.Empty(root.Parameters);
        var late = part.Own("late");
        Assert.Equal("part.late", late.Name);
        Assert.Same(late, Assert.Single(root.Parameters));
    }

    [Fact]
    public void The_same_list_of_parameters_is_handed_out_until_a_part_is_added()
    {
        var root = new Open();
        root.Own("a");
        var before = root.Parameters;
        Assert.Same(before, root.Parameters);
        root.Own("b");
        Assert.Equal(["a", "b"], root.Parameters.Select(p => p.Name));
        Assert.Single(before);
    }

    [Fact]
    public void A_module_under_two_names_is_one_module()
    {
        var affine = new Affine(3);
        var twice = new Sequential<double>(affine, affine);
        Assert.Equal(["0.scale", "0.shift"], twice.Parameters.Select(p => p.Name));
        Assert.Equal(2, twice.Modules.Count());
        Assert.Equal(6, twice.ParameterCount);
    }

    [Fact]
    public void Modes_reach_every_module_below()
    {
        var network = new Network();
        Assert.All(network.Modules, module => Assert.True(module.IsTraining));
        network.Evaluate();
        Assert.Equal(1 + 2 * 3 + 1, network.Modules.Count());
        Assert.All(network.Modules, module => Assert.False(module.IsTraining));
        network.Children[1].Value.Train();
        Assert.Equal(3, network.Modules.Count(module => module.IsTraining));
        network.Train();
        Assert.All(network.Modules, module => Assert.True(module.IsTraining));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    public void Names_that_cannot_be_told_apart_in_a_file_are_refused(string name)
    {
        var root = new Open();
        Assert.Throws<ArgumentException>(() => root.Own(name));
        Assert.Throws<ArgumentException>(() => root.Part(name, new Open()));
        Assert.Empty(root.Parameters);
        Assert.Empty(root.Children);
    }

    [Fact]
    public void Names_that_are_taken_are_refused()
    {
        var root = new Open();
        root.Own("weight");
        root.Part("blocks.0", new Open());
        root.Part("blocks.10", new Open());
        root.Own("blocksize");
        Assert.Throws<ArgumentException>(() => root.Own("weight"));
        Assert.Throws<ArgumentException>(() => root.Part("weight", new Open()));
        Assert.Throws<ArgumentException>(() => root.Own("weight.scale"));
        Assert.Throws<ArgumentException>(() => root.Part("blocks", new Open()));
        var error = Assert.Throws<ArgumentException>(() => root.Own("blocks.0.bias"));
        Assert.Contains("'blocks.0'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_cannot_contain_itself()
    {
        var (outer, inner) = (new Open(), new Open());
        outer.Part("inner", inner);
        Assert.Throws<ArgumentException>(() => outer.Part("self", outer));
        Assert.Throws<ArgumentException>(() => inner.Part("outer", outer));
    }

    [Fact]
    public void A_module_prints_as_a_tree()
    {
        Assert.Equal(
            """
            Network · 31 parameters
              table (5, 2) · 10
              blocks.0: Block · 8 parameters
                first: Affine · 4 parameters
                  scale (2) · 2
                  shift (2) · 2
                second: Affine · 4 parameters
                  scale (2) · 2
                  shift (2) · 2
              blocks.1: Block · 8 parameters
                first: Affine · 4 parameters
                  scale (2) · 2
                  shift (2) · 2
                second: Affine · 4 parameters
                  scale (2) · 2
                  shift (2) · 2
              head: Tied · 15 parameters
                weight (5, 2) · 10 · shared, see 'table'
                bias (5) · 5

            """,
            new Network().ToString()
        );
    }

    [Fact]
    public void Sequential_applies_its_layers_in_order()
    {
        var model = new Sequential<double>(
            new Affine(2, 3),
            new Activation<double>(x => x * x, "square"),
            new Affine(2, 10)
        );
        Assert.Equal([360.0, 810.0], model.Forward(Variable.Of([2.0, 3.0])).ToArray());
        Assert.Equal(3, model.Layers.Count);
        Assert.Contains(
            "1: Activation(square) · 0 parameters",
            model.ToString(),
            StringComparison.Ordinal
        );
        var x = Variable.Of([1.0]);
        Assert.Same(x, new Sequential<double>().Forward(x));
    }

    [Fact]
    public void A_model_learns_through_an_optimizer()
    {
        var model = new Affine(2);
        var x = Variable.Of<double>([
            [1, 2],
            [3, -1],
            [-2, 1],
        ]);
        var y = x * Variable.Of([2.0, -3.0]) + Variable.Of([0.5, 1.0]);
        var optimizer = new Sgd<double>(model.Parameters, 0.05, momentum: 0.5);
        for (var step = 0; step < 300; step++)
        {
            using var tape = new Tape<double>();
            var error = model.Forward(x) - y;
            optimizer.Step(tape.Gradients((error * error).Sum(), of: model.Parameters));
        }
        Assert.Equal(2, model.Parameters[0].Value.ToArray()[0], 1e-9);
        Assert.Equal(-3, model.Parameters[0].Value.ToArray()[1], 1e-9);
        Assert.Equal(0.5, model.Parameters[1].Value.ToArray()[0], 1e-9);
    }
}
