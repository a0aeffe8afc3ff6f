using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The mean of the parameters and buffers of several modules of one kind: runs with different seeds or data, or one run at several times.</summary>
/// <remarks>Source: McMahan et al. 2017 (federated averaging), Izmailov et al. 2018 (stochastic weight averaging).</remarks>
public static class ParameterMean
{
    /// <summary>The mean of each parameter and buffer, <c>(p₁ + … + pₖ) / k</c>, to be given to <see cref="Module{T}.LoadParameters"/>.</summary>
    /// <param name="modules">At least one, with parameters of the same names and shapes.</param>
    /// <returns>Constants by name. Those of equal modules are theirs, bit for bit.</returns>
    /// <exception cref="ArgumentException">There is no module, or names or shapes differ: the message lists them.</exception>
    public static IReadOnlyDictionary<string, Variable<T>> Of<T>(
        params IReadOnlyList<Module<T>> modules
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(modules);
        if (modules.Count == 0)
        {
            throw new ArgumentException(
                "ParameterMean.Of: there is no module; give at least one.",
                nameof(modules)
            );
        }
        var first = modules[0];
        ArgumentNullException.ThrowIfNull(first, nameof(modules));
        var means = first.NamedValues.Select(pair => pair.Value.ToArray()).ToArray();
        for (var k = 1; k < modules.Count; k++)
        {
            ArgumentNullException.ThrowIfNull(modules[k], nameof(modules));
            var next = first.CopyFitting(
                modules[k].NamedValues.ToDictionary(StringComparer.Ordinal),
                $"ParameterMean.Of, module {k}"
            );
            for (var i = 0; i < means.Length; i++)
            {
                RunningMean.Move<T>(means[i], next[i], T.One / T.CreateChecked(k + 1));
            }
        }
        return first
            .NamedValues.Zip(means)
            .ToDictionary(
                pair => pair.First.Key,
                pair => Variable.Of<T>(pair.Second, pair.First.Value.Shape),
                StringComparer.Ordinal
            );
    }
}
