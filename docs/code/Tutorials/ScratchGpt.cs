namespace TinyAutograd.Docs.Code;

#region ScratchGpt
/// <summary>From tokens to the logits of the token that follows each position.</summary>
public sealed class ScratchGpt : Module<float>
{
    private readonly Parameter<float> tokenTable; // (V, C)
    private readonly Parameter<float> positionTable; // (T, C)
    private readonly List<ScratchBlock> blocks = [];
    private readonly LayerNorm<float> finalNorm;

    public ScratchGpt(int V, int T, int C, int H, int L, RandomGenerator random)
    {
        var weights = Initializers.Normal<float>(standardDeviation: 0.02);
        tokenTable = AddParameter("wte.weight", weights([V, C], random));
        positionTable = AddParameter("wpe.weight", weights([T, C], random));
        for (var layer = 0; layer < L; layer++)
        {
            blocks.Add(AddModule($"h.{layer}", new ScratchBlock(C, H, random)));
        }
        finalNorm = AddModule("ln_f", new LayerNorm<float>(C));
    }

    public Variable<float> Forward(Indices tokens) // (B, T)
    {
        var x = tokenTable.Value.Embedding(tokens); // (B, T, C)
        x += positionTable.Value[..tokens.Shape[1]]; // (B, T, C) + (T, C)
        foreach (var block in blocks)
        {
            x = block.Forward(x); // (B, T, C)
        }
        x = finalNorm.Forward(x); // (B, T, C)
        return x.MatMul(tokenTable, transposeB: true); // (B, T, C) × (V, C)ᵀ = (B, T, V)
    }

    public Variable<float> Loss(Batch batch)
    {
        var logits = Forward(batch.Tokens); // (B, T, V)
        var targets = batch.Targets.Reshape([batch.Targets.Length]); // (B·T)
        return logits
            .Reshape(targets.Length, logits.Shape[-1]) // (B·T, V)
            .CrossEntropy(targets, ignoreIndex: Batch.Ignored); // ()
    }
}
#endregion
