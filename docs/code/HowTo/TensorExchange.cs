using System.Numerics.Tensors;

namespace TinyAutograd.Docs.Code;

/// <summary>How-to: exchange with System.Numerics.Tensors.</summary>
public static class TensorExchange
{
    public static void InAndOut(TextWriter Console)
    {
        #region InAndOut
        Tensor<float> tensor = Tensor.Create([1f, 2f, 3f, 4f], [2, 2]);
        var x = Variable.From(tensor); // copied: later changes of the tensor do not reach x
        using var tape = new Tape<float>();
        var gradient = tape.Gradient(x.Square().Sum(), of: x);
        Tensor<float> copied = gradient.ToTensor(); // lives on after the tape closes
        Console.WriteLine($"{x.Shape}: {TensorPrimitives.Sum(gradient.AsSpan())}");
        #endregion
        if (copied[1, 1] != 8)
        {
            throw new InvalidOperationException("The derivative of 4² is 8.");
        }
    }

    public static void WithoutCopies(TextWriter Console)
    {
        #region WithoutCopies
        var x = Variable.Of<float>([
            [3, 4],
            [6, 8],
        ]);
        ReadOnlyTensorSpan<float> view = x.AsReadOnlyTensorSpan(); // no copy
        Console.WriteLine($"rank {view.Rank}, norm {TensorPrimitives.Norm(x.AsSpan()):F3}");
        #endregion
    }
}
