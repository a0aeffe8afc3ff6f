using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Transformer;

/// <content>A whole training, step by step as it goes.</content>
public sealed partial class Trainer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Updates until <see cref="TrainingOptions.Steps"/> is reached, or until <see cref="HasStopped"/>.</summary>
    /// <param name="progress">Is told of each update as well; nobody unless given.</param>
    /// <param name="cancellationToken">Ends the training between two updates, with an <see cref="OperationCanceledException"/>. It may be
    /// taken up again.</param>
    /// <returns>One record per update.</returns>
    /// <exception cref="ArithmeticException">Training diverged, see <see cref="Step"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Each update is made when it is asked for, on a thread of its own: no tape crosses an <c>await</c>, the caller's thread stays
    /// free, and between two updates the model is at rest. So saving a checkpoint in the body of the loop is safe.</remarks>
    public async IAsyncEnumerable<TrainingStep> TrainAsync(
        IProgress<TrainingStep>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var thread = new WorkThread("training");
        while (StepCount < Options.Steps && !HasStopped)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var step = await thread.Run(Step).ConfigureAwait(false);
            progress?.Report(step);
            yield return step;
        }
    }
}
