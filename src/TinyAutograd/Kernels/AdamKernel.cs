using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>The numbers of one Adam step, the same for all parameters.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly record struct AdamCoefficients<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>β₁, the decay of the first moment per step, in [0, 1).</summary>
    public required T Beta1 { get; init; }

    /// <summary>β₂, the decay of the second moment per step, in [0, 1).</summary>
    public required T Beta2 { get; init; }

    /// <summary><c>learningRate / (1 − β₁ᵗ)</c>, with t the number of the step from one.</summary>
    public required T StepSize { get; init; }

    /// <summary><c>1 / √(1 − β₂ᵗ)</c>.</summary>
    public required T SecondMomentScale { get; init; }

    /// <summary>ε, added to the denominator.</summary>
    public required T Epsilon { get; init; }

    /// <summary>The parameter is multiplied by this first: <c>1 − learningRate·weightDecay</c> for AdamW, 1 for Adam.</summary>
    public required T ParameterScale { get; init; }

    /// <summary>The gradient is multiplied by this: 1 to descend, −1 to climb.</summary>
    public required T GradientScale { get; init; }

    /// <summary>This times the parameter is added to the gradient: 0 for AdamW, the L2 penalty for Adam.</summary>
    public required T GradientPenalty { get; init; }
}

/// <summary>Adam and AdamW in one pass over parameters, gradients and moments.</summary>
internal static unsafe class AdamKernel
{
    /// <summary>
    /// <c>g ← ±g</c>, <c>p ← scale·p</c>, <c>m ← β₁m + (1 − β₁)g</c>, <c>v ← β₂v + (1 − β₂)g²</c>, <c>p ← p − step·m / (√v̂ + ε)</c>.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="parameter">Updated.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="firstMoment">m, updated.</param>
    /// <param name="secondMoment">v, updated.</param>
    /// <param name="largestSecondMoment">
    /// Empty, or the largest v so far: updated, and used in place of v (AMSGrad, Reddi et al. 2018).
    /// </param>
    /// <param name="coefficients">The numbers of this step.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <remarks>Source: Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019, algorithm 2.</remarks>
    public static void Step<T>(
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> firstMoment,
        Span<T> secondMoment,
        Span<T> largestSecondMoment,
        in AdamCoefficients<T> coefficients
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var length = parameter.Length;
        Check.SameLength(length, gradient.Length, nameof(gradient), nameof(AdamKernel));
        Check.SameLength(length, firstMoment.Length, nameof(firstMoment), nameof(AdamKernel));
        Check.SameLength(length, secondMoment.Length, nameof(secondMoment), nameof(AdamKernel));
        var expected = largestSecondMoment.IsEmpty ? 0 : length;
        Check.SameLength(
            expected,
            largestSecondMoment.Length,
            nameof(largestSecondMoment),
            nameof(AdamKernel)
        );
        fixed (
            T* p = parameter,
                g = gradient,
                m = firstMoment,
                v = secondMoment,
                largest = largestSecondMoment
        )
        {
            var work = new Elements<T>
            {
                P = p,
                G = g,
                M = m,
                V = v,
                Largest = largest,
                Coefficients = coefficients,
            };
            Parts.Run<T, Elements<T>>(work, length, 1, 0.4);
        }
    }

    private struct Elements<T> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* P,
            G,
            M,
            V,
            Largest;
        public AdamCoefficients<T> Coefficients;

        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            var whole = WholeVectors<T, TV>.Of(count);
            Update<TV, WholeVectors<T, TV>>(default, first, whole);
            Update<TV, RowEdge<T, TV>>(new(count - whole), first + whole, count - whole);
        }

        [MethodImpl(JitHints.Kernel)]
        private readonly void Update<TV, TAccess>(TAccess access, int first, int count)
            where TV : unmanaged, ILanes<TV, T>
            where TAccess : struct, IRowAccess<T, TV>
        {
            var c = Coefficients;
            var (beta1, keep1) = (TV.Broadcast(c.Beta1), TV.Broadcast(T.One - c.Beta1));
            var (beta2, keep2) = (TV.Broadcast(c.Beta2), TV.Broadcast(T.One - c.Beta2));
            var (step, scale) = (TV.Broadcast(-c.StepSize), TV.Broadcast(c.SecondMomentScale));
            var (epsilon, shrink) = (TV.Broadcast(c.Epsilon), TV.Broadcast(c.ParameterScale));
            var (sign, penalty) = (TV.Broadcast(c.GradientScale), TV.Broadcast(c.GradientPenalty));
            var penalizes = c.GradientPenalty != T.Zero; // else p = ∞ would make the gradient NaN
            for (var i = 0; i < count; i += TV.Count)
            {
                var p = access.Load(P + first, i);
                var g = sign * access.Load(G + first, i);
                g = penalizes ? TV.MultiplyAdd(p, penalty, g) : g;
                var m = TV.MultiplyAdd(beta1, access.Load(M + first, i), keep1 * g);
                var v = TV.MultiplyAdd(beta2, access.Load(V + first, i), keep2 * g * g);
                access.Store(M + first, i, m);
                access.Store(V + first, i, v);
                if (Largest != null)
                {
                    v = TV.Max(v, access.Load(Largest + first, i));
                    access.Store(Largest + first, i, v);
                }
                var denominator = TV.MultiplyAdd(TV.Sqrt(v), scale, epsilon);
                access.Store(P + first, i, TV.MultiplyAdd(step, m / denominator, p * shrink));
            }
        }
    }
}
