using System.Numerics;

namespace TinyAutograd;

/// <summary>Takes the gradients of an op's inputs from its backward rule, matches their shapes and accumulates them.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct GradientSink<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly BackwardPass<T> pass;

    internal GradientSink(BackwardPass<T> pass) => this.pass = pass;

    /// <summary>Whether the gradient of input <paramref name="i"/> is wanted. Computing others is wasted work.</summary>
    public bool Needs(int i) => pass.Needs(i);

    /// <summary>Sets the gradient of input <paramref name="i"/>: any shape that broadcasts to or from the input's. It is summed, or repeated,
    /// to the input's shape and added to what other uses of the variable gave.</summary>
    public Variable<T> this[int i]
    {
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            pass.Set(i, value);
        }
    }

    /// <summary>For kernels that call ops: the gradient with respect to the output as a variable. It ends with the visit.</summary>
    internal Variable<T> Upstream => pass.Upstream;

    /// <summary>For kernels: uninitialised memory of the length of input <paramref name="i"/>, to be filled completely with its gradient.</summary>
    public Span<T> Room(int i) => pass.Room(i);

    /// <summary>For kernels whose gradient is 0 almost everywhere: the sum of what other uses of input <paramref name="i"/> gave, to be added
    /// to, in place of <see cref="Room"/>.</summary>
    /// <param name="i">Number of an input that needs a gradient.</param>
    /// <param name="sum">The sum so far, of the input's length; what is added to it stays.</param>
    /// <returns>Whether there is one that may be changed in place.</returns>
    public bool TryGetSum(int i, out Span<T> sum) => pass.TryGetSum(i, out sum);
}
