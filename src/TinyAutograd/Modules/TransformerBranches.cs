using System.Numerics;

namespace TinyAutograd;

/// <summary>What the layers of a transformer's encoder and decoder consist of: branches of attention, then a feed-forward network, each added to a stream
/// as <c>x + f(norm(x))</c> (pre-norm) or <c>norm(x + f(x))</c>.</summary>
internal sealed class TransformerBranches<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Linear<T> expand;
    private readonly Linear<T> contract;
    private readonly Dropout<T> inner;
    private readonly Func<Variable<T>, Variable<T>> activation;
    private readonly MultiHeadAttention<T>[] attentions;
    private readonly (LayerNorm<T> Norm, Dropout<T> Dropout)[] ends;
    private readonly bool isPreNorm;

    /// <summary>Branches with weights drawn at random.</summary>
    /// <param name="sizes">C, H and the width of the feed-forward network.</param>
    /// <param name="random">The generator.</param>
    /// <param name="dropout">Probability.</param>
    /// <param name="isPreNorm">Whether a branch normalizes what it reads, not the sum.</param>
    /// <param name="activation">ReLU unless told.</param>
    /// <param name="attentionNames">One per branch of attention.</param>
    public TransformerBranches(
        (int Channels, int Heads, int Hidden) sizes,
        RandomGenerator random,
        double dropout,
        bool isPreNorm,
        Func<Variable<T>, Variable<T>>? activation,
        string[] attentionNames
    )
    {
        this.isPreNorm = isPreNorm;
        this.activation = activation ?? VariableOps.Relu;
        attentions = Array.ConvertAll(
            attentionNames,
            _ => new MultiHeadAttention<T>(sizes.Channels, sizes.Heads, random, dropout: dropout)
        );
        expand = new Linear<T>(sizes.Channels, sizes.Hidden, random);
        inner = new Dropout<T>(dropout, random);
        contract = new Linear<T>(sizes.Hidden, sizes.Channels, random);
        ends = new (LayerNorm<T>, Dropout<T>)[attentions.Length + 1];
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = (new LayerNorm<T>(sizes.Channels), new Dropout<T>(dropout, random));
        }
        Modules =
        [
            .. attentionNames.Zip(attentions, (name, attention) => (name, (Module<T>)attention)),
            ("linear1", expand),
            ("dropout", inner),
            ("linear2", contract),
            .. ends.Select((end, i) => ($"norm{i + 1}", (Module<T>)end.Norm)),
            .. ends.Select((end, i) => ($"dropout{i + 1}", (Module<T>)end.Dropout)),
        ];
    }

    /// <summary>The modules under PyTorch's names.</summary>
    public IReadOnlyList<(string Name, Module<T> Module)> Modules { get; }

    /// <summary>What stands in a summary.</summary>
    public string Attributes => isPreNorm ? "pre-norm" : "post-norm";

    /// <summary>Adds a branch of attention to the stream.</summary>
    public Variable<T> AddAttention(
        int branch,
        Variable<T> x,
        Func<MultiHeadAttention<T>, Variable<T>, Variable<T>> attend
    ) => Add(branch, x, x => attend(attentions[branch], x));

    /// <summary>Adds the last branch: <c>W₂·dropout(activation(W₁·x + b₁)) + b₂</c>.</summary>
    public Variable<T> AddFeedForward(Variable<T> x) =>
        Add(
            attentions.Length,
            x,
            x => contract.Forward(inner.Forward(activation(expand.Forward(x))))
        );

    private Variable<T> Add(int branch, Variable<T> x, Func<Variable<T>, Variable<T>> compute)
    {
        var (norm, dropout) = ends[branch];
        return isPreNorm
            ? x + dropout.Forward(compute(norm.Forward(x)))
            : norm.Forward(x + dropout.Forward(compute(x)));
    }
}
