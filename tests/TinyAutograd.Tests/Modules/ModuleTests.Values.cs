namespace TinyAutograd.Tests.Modules;

/// <content>Numbers handed out of a module and taken in.</content>
public partial class ModuleTests
{
    [Fact]
    public void Exported_numbers_are_copies_and_come_back_bit_for_bit()
    {
        var network = new Network();
        network.Parameters[1].Assign([Math.PI, -0.0]);
        var saved = network.ExportParameters();
        network.Parameters[1].Assign([7, 7]);
        Assert.Equal(Names, saved.Keys);
        var other = new Network();
        other.LoadParameters(saved);
        foreach (var (name, parameter) in other.NamedParameters)
        {
            Assert.Equal(
                saved[name].ToArray().Select(BitConverter.DoubleToInt64Bits),
                parameter.Value.ToArray().Select(BitConverter.DoubleToInt64Bits)
            );
        }
        Assert.Equal(Math.PI, other.Parameters[1].Value.ToArray()[0]);
    }

    [Fact]
    public void Loading_reports_everything_that_does_not_fit_and_changes_nothing()
    {
        var network = new Network();
        var values = network
            .ExportParameters()
            .ToDictionary(pair => pair.Key, _ => Variable.Of<double>([9, 9]));
        values["table"] = Variable.Full<double>([5, 2], 9);
        values.Remove("blocks.0.first.shift");
        values.Remove("blocks.1.second.scale");
        values["head.weight"] = Variable.Zeros<double>([5, 2]);
        var error = Assert.Throws<ArgumentException>(() => network.LoadParameters(values));
        Assert.Equal(
            "Network.LoadParameters: the values do not fit the parameters; nothing was loaded. "
                + "2 missing: 'blocks.0.first.shift' (2), 'blocks.1.second.scale' (2). "
                + "1 unexpected: 'head.weight' (5, 2). "
                + "1 of another shape: 'head.bias' (2) instead of (5).",
            error.Message
        );
        Assert.DoesNotContain(9.0, network.Table.Value.ToArray());
    }

    [Fact]
    public void Values_of_a_closed_tape_are_refused_before_anything_changes()
    {
        var affine = new Affine(2);
        var values = new Dictionary<string, Variable<double>>();
        using (var tape = new Tape<double>())
        {
            values["scale"] = Variable.Of([5.0, 5.0]);
            values["shift"] = Variable.Of([1.0, 1.0]) + 1.0;
        }
        Assert.Throws<ObjectDisposedException>(() => affine.LoadParameters(values));
        Assert.Equal([1.0, 1.0], affine.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void Two_parameters_can_change_places()
    {
        var affine = new Affine(2, 3);
        affine.LoadParameters(
            new Dictionary<string, Variable<double>>
            {
                ["scale"] = affine.Parameters[1].Value,
                ["shift"] = affine.Parameters[0].Value,
            }
        );
        Assert.Equal([0.0, 0.0], affine.Parameters[0].Value.ToArray());
        Assert.Equal([3.0, 3.0], affine.Parameters[1].Value.ToArray());
    }
}
