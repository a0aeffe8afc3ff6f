using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>An average of a module's parameters that follows a training and forgets: <c>a ← d·a + (1 − d)·p</c> after each step, beginning as the
/// parameters.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>It looks back about 1/(1 − d) steps. Call <see cref="Update"/> after each step. To evaluate with the averages, either
/// <c>copy.LoadParameters(average.ExportAverages())</c>, or <see cref="Apply"/>, evaluate, and <see cref="Restore"/>. The averages are all its state:
/// exported, saved and loaded they continue with the same bits. Cost: one more copy of the parameters, two while applied.
/// Source: Polyak and Juditsky 1992; in this form Tarvainen and Valpola 2017.</remarks>
public sealed class ExponentialMovingAverage<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Module<T> module;
    private readonly T[][] averages;
    private T[][]? replaced;

    /// <summary>An average that begins as the present parameters.</summary>
    /// <param name="module">Whose parameters are averaged; it must be complete.</param>
    /// <param name="decay">d, the share that stays, per update, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is not in [0, 1).</exception>
    public ExponentialMovingAverage(Module<T> module, double decay = 0.999)
    {
        ArgumentNullException.ThrowIfNull(module);
        this.module = module;
        Decay = Hyperparameter.Share<T>(decay, nameof(decay));
        averages = Copies();
    }

    /// <summary>d, the share that stays, per update.</summary>
    public double Decay { get; }

    /// <summary>Whether the averages stand in place of the parameters, between <see cref="Apply"/> and <see cref="Restore"/>.</summary>
    public bool IsApplied => replaced is not null;

    /// <summary>Moves the averages towards the parameters: <c>a ← a + (1 − d)·(p − a)</c>.</summary>
    /// <exception cref="InvalidOperationException">The averages stand in place of the parameters.</exception>
    public void Update()
    {
        ThrowIfApplied(nameof(Update));
        var share = T.CreateChecked(1 - Decay);
        for (var i = 0; i < averages.Length; i++)
        {
            RunningMean.Move(averages[i], module.Parameters[i].Value.AsSpan(), share);
        }
    }

    /// <summary>Puts the averages in place of the parameters, which are kept for <see cref="Restore"/>.</summary>
    /// <exception cref="InvalidOperationException">They stand there already.</exception>
    public void Apply()
    {
        ThrowIfApplied(nameof(Apply));
        replaced = Copies();
        Assign(averages);
    }

    /// <summary>Puts the parameters back as they were before <see cref="Apply"/>, bit for bit.</summary>
    /// <exception cref="InvalidOperationException">The averages do not stand in place of the parameters.</exception>
    public void Restore()
    {
        Assign(
            replaced
                ?? throw new InvalidOperationException(
                    "ExponentialMovingAverage.Restore: there is nothing to put back. Apply comes first."
                )
        );
        replaced = null;
    }

    /// <summary>Copies the averages, and the module's buffers as they are: to be loaded or saved as a module's parameters.</summary>
    /// <returns>Constants by the names of <see cref="Module{T}.NamedParameters"/> and <see cref="Module{T}.NamedBuffers"/>; later updates do not change them.</returns>
    public IReadOnlyDictionary<string, Variable<T>> ExportAverages() =>
        module
            .NamedParameters.Zip(averages)
            .Select(pair =>
                KeyValuePair.Create(
                    pair.First.Key,
                    Variable.Of<T>(pair.Second, pair.First.Value.Shape)
                )
            )
            .Concat(
                module.NamedBuffers.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Value))
            )
            .ToDictionary(StringComparer.Ordinal);

    /// <summary>Continues from exported averages: the following updates give the same bits as after <see cref="ExportAverages"/>.</summary>
    /// <param name="values">Exactly one for each of the module's named parameters and buffers, of its shape; buffers, which are not averaged, are left alone.</param>
    /// <exception cref="ArgumentException">Names or shapes do not fit; the message lists all that are missing, unexpected or of another
    /// shape. Nothing has changed then.</exception>
    /// <exception cref="InvalidOperationException">The averages stand in place of the parameters.</exception>
    /// <exception cref="ObjectDisposedException">A value's tape is closed. Nothing has changed then.</exception>
    public void LoadAverages(IReadOnlyDictionary<string, Variable<T>> values)
    {
        ThrowIfApplied(nameof(LoadAverages));
        module
            .CopyFitting(values, "ExponentialMovingAverage.LoadAverages")
            .AsSpan(..averages.Length)
            .CopyTo(averages);
    }

    private T[][] Copies() => [.. module.Parameters.Select(parameter => parameter.Value.ToArray())];

    private void Assign(T[][] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            module.Parameters[i].Assign(values[i]);
        }
    }

    private void ThrowIfApplied(string method)
    {
        if (IsApplied)
        {
            throw new InvalidOperationException(
                $"ExponentialMovingAverage.{method}: the averages stand in place of the parameters. Call Restore first."
            );
        }
    }
}
