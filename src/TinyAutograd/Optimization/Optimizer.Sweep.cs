using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <content>A step over all parameters.</content>
public abstract partial class Optimizer<T>
{
    // AdamW's, which is what large models train with: a square root and a division.
    private const double NanosecondsPerElement = 0.4;

    private readonly struct Elementwise(Optimizer<T> optimizer, Gradients<T> gradients) : ISweep
    {
        public void Run(int piece, int tensor, int start, int length) =>
            optimizer.UpdatePiece(optimizer.pending[tensor], gradients[tensor], start, length);
    }

    private void UpdateAll(Gradients<T> gradients)
    {
        for (var i = 0; i < gradients.Count; i++)
        {
            pending[i].StepCount++;
        }
        if (!IsElementwise)
        {
            for (var i = 0; i < gradients.Count; i++)
            {
                UpdatePiece(pending[i], gradients[i], 0, gradients[i].Length);
            }
            return;
        }
        for (var i = 0; i < gradients.Count; i++)
        {
            lengths[i] = gradients[i].Length;
        }
        Sweep.Run(
            new Elementwise(this, gradients),
            lengths.AsSpan(0, gradients.Count),
            NanosecondsPerElement
        );
    }

    private void UpdatePiece(Slot slot, Variable<T> gradient, int start, int length) =>
        Update(
            slot.Parameter.Numbers.Slice(start, length),
            gradient.AsSpan().Slice(start, length),
            new UpdateContext<T>(
                LearningRate * slot.Group.LearningRateFactor,
                slot.Group.WeightDecay ?? WeightDecay,
                slot.StepCount,
                slot.Arrays,
                start,
                length
            )
        );
}
