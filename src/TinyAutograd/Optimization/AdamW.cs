using System.Numerics;

namespace TinyAutograd;

/// <summary>Adam with decoupled weight decay: the parameter first shrinks, <c>p ← p·(1 − lr·wd)</c>, then takes Adam's step without decay in the gradient.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Source: Loshchilov and Hutter 2019, algorithm 2, in PyTorch's form. State as in <see cref="Adam{T}"/>.</remarks>
public sealed class AdamW<T> : Adam<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>For parameters that are all treated alike.</summary>
    /// <inheritdoc cref="Adam{T}(IReadOnlyList{Parameter{T}}, double, double, double, double, double, bool, bool)"/>
    public AdamW(
        IReadOnlyList<Parameter<T>> parameters,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0.01,
        bool amsgrad = false,
        bool maximize = false
    )
        : this(
            [new ParameterGroup<T>(parameters)],
            learningRate,
            beta1,
            beta2,
            epsilon,
            weightDecay,
            amsgrad,
            maximize
        ) { }

    /// <summary>For groups of parameters.</summary>
    /// <inheritdoc cref="Adam{T}(IReadOnlyList{ParameterGroup{T}}, double, double, double, double, double, bool, bool)"/>
    public AdamW(
        IReadOnlyList<ParameterGroup<T>> groups,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0.01,
        bool amsgrad = false,
        bool maximize = false
    )
        : base(
            groups,
            learningRate,
            beta1,
            beta2,
            epsilon,
            weightDecay,
            amsgrad,
            maximize,
            isDecoupled: true
        ) { }

    /// <inheritdoc/>
    public override string Name => "AdamW";
}
