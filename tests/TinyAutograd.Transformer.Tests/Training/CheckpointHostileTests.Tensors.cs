namespace TinyAutograd.Transformer.Tests.Training;

/// <content>Tensors that are missing, too many, of another shape or type, or hold what cannot be.</content>
public partial class CheckpointHostileTests
{
    [Fact]
    public void No_tensor_may_be_missing_or_of_another_shape()
    {
        foreach (var tensor in sound.Tensors)
        {
            Write(tensors: sound.Tensors.Where(other => other != tensor));
            var name = tensor.Name;
            var message = Refusal().Message;
            Assert.True(
                message.Contains("weights", StringComparison.Ordinal)
                    || message.Contains(name.Split('.', 3)[^1], StringComparison.Ordinal),
                message
            );

            var values = tensor.ReadVariable<float>();
            Write(tensors: Replace(name, values.Reshape([1, values.Length])));
            Assert.Contains(name.Split('.', 3)[^1], Refusal().Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("training")]
    [InlineData("training.")]
    [InlineData("training.exp_avg")]
    [InlineData("training.exp_avg.")]
    [InlineData("training.exp_avg. ")]
    [InlineData("training.exp_avg.unknown")]
    [InlineData("training.momentum.wte.weight")]
    [InlineData("training..wte.weight")]
    [InlineData("h.7.attn.c_attn.weight")]
    public void No_tensor_may_be_too_many(string name)
    {
        Write(
            tensors: sound.Tensors.Append(SafetensorsTensor.Of(name, Variable.Zeros<float>([2])))
        );
        Refusal();
    }

    [Theory]
    [InlineData("ln_f.weight", float.NaN)]
    [InlineData("wte.weight", float.PositiveInfinity)]
    [InlineData("training.exp_avg.wte.weight", float.NaN)]
    [InlineData("training.exp_avg_sq.wte.weight", float.NegativeInfinity)]
    [InlineData("training.exp_avg_sq.ln_f.bias", -1e-9f)]
    public void Numbers_that_cannot_be_are_refused_with_their_tensor(string name, float value)
    {
        var values = sound[name].ReadVariable<float>();
        var numbers = values.ToArray();
        numbers[^1] = value;
        Write(tensors: Replace(name, Variable.Of<float>(numbers, values.Shape)));
        Assert.Contains($"'{name}'", Refusal().Message, StringComparison.Ordinal);
        if (!name.StartsWith("training", StringComparison.Ordinal))
        {
            Assert.Throws<InvalidDataException>(() => GptFile.Load<float>(Target));
        }
    }

    [Fact]
    public void Another_element_type_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => CheckpointFile.Load<double>(Target));
        Assert.Contains("F32", error.Message, StringComparison.Ordinal);
        Write(
            tensors: sound
                .Tensors.Where(tensor => tensor.Name != "wpe.weight")
                .Append(SafetensorsTensor.Of("wpe.weight", Indices.Of(1, 2)))
        );
        Assert.Contains("'wpe.weight'", Refusal().Message, StringComparison.Ordinal);
    }
}
