namespace TinyAutograd.Tests.Modules;

/// <content>What must hold for any weights: orders, masks, moved positions.</content>
public partial class AttentionModuleTests
{
    [Fact]
    public void One_head_that_projects_nothing_is_scaled_dot_product_attention()
    {
        var attention = new MultiHeadAttention<double>(
            4,
            1,
            new RandomGenerator(1),
            hasBias: false
        );
        var identity = Variable.Eye<double>(4);
        attention.LoadParameters(
            new Dictionary<string, Variable<double>>
            {
                ["in_proj_weight"] = VariableOps.Cat([identity, identity, identity]),
                ["out_proj.weight"] = identity,
            }
        );
        var (q, k, v) = (Normal(1, 2, 3, 4), Normal(2, 2, 5, 4), Normal(3, 2, 5, 4));
        AssertClose(q.ScaledDotProductAttention(k, v), attention.Forward(q, k, v));
        AssertClose(
            q.ScaledDotProductAttention(q, q, isCausal: true),
            attention.Forward(q, mask: null, isCausal: true)
        );
    }

    [Fact]
    public void Attention_of_a_sequence_to_itself_is_that_to_three_times_the_same()
    {
        var attention = Attention();
        var x = Normal(2, 2, 5, 6);
        AssertClose(attention.Forward(x, x, x), attention.Forward(x));
    }

    [Fact]
    public void A_causal_mask_is_what_isCausal_says()
    {
        var attention = Attention();
        var x = Normal(2, 2, 5, 6);
        AssertClose(
            attention.Forward(x, mask: null, isCausal: true),
            attention.Forward(x, Mask.Causal(5))
        );
        var padding = Mask.WithinLengths(Indices.Of(5, 3), 5).Reshape([2, 1, 5]);
        AssertClose(
            attention.Forward(x, padding & Mask.Causal(5)),
            attention.Forward(x, padding, isCausal: true)
        );
    }

    [Fact]
    public void The_order_of_keys_does_not_matter_and_that_of_queries_is_kept()
    {
        var attention = Attention();
        var (q, k, v) = (Normal(1, 2, 3, 6), Normal(2, 2, 4, 6), Normal(3, 2, 4, 6));
        var y = attention.Forward(q, k, v);
        var keys = Indices.Of(2, 0, 3, 1);
        AssertClose(y, attention.Forward(q, k.IndexSelect(keys, 1), v.IndexSelect(keys, 1)));
        var queries = Indices.Of(1, 2, 0);
        AssertClose(y.IndexSelect(queries, 1), attention.Forward(q.IndexSelect(queries, 1), k, v));
    }

    [Fact]
    public void An_encoder_layer_moves_with_its_positions()
    {
        var layer = new TransformerEncoderLayer<double>(6, 2, 8, new RandomGenerator(1));
        var x = Normal(2, 2, 4, 6);
        var order = Indices.Of(2, 0, 3, 1);
        AssertClose(layer.Forward(x).IndexSelect(order, 1), layer.Forward(x.IndexSelect(order, 1)));
    }

    [Fact]
    public void Keys_behind_a_mask_change_no_bit()
    {
        var attention = Attention();
        var mask = Mask.Of([true, false, true, false], [1, 4]);
        var (q, k, v) = (Normal(1, 2, 3, 6), Normal(2, 2, 4, 6), Normal(3, 2, 4, 6));
        var hidden = (!mask).Reshape([4, 1]);
        Assert.Equal(
            attention.Forward(q, k, v, mask).ToArray(),
            attention
                .Forward(
                    q,
                    hidden.Where(Normal(4, 2, 4, 6), k),
                    hidden.Where(Normal(5, 2, 4, 6), v),
                    mask
                )
                .ToArray()
        );
    }

    [Fact]
    public void A_query_that_may_look_at_no_key_gives_0_and_has_no_gradient()
    {
        var mask = Mask.Of([
            [true, true, false],
            [false, false, false],
        ]);
        var (q, k, v) = (Normal(1, 2, 4), Normal(2, 3, 4), Normal(3, 3, 4));
        using var tape = new Tape<double>();
        var y = q.ScaledDotProductAttention(k, v, mask: mask);
        Assert.All(y[1].ToArray(), value => Assert.Equal(0, value));
        AssertClose(q[..1].ScaledDotProductAttention(k[..2], v[..2])[0], y[0]);
        var gradients = tape.Gradients(y.Square().Sum(), of: [q, k, v]);
        Assert.All(gradients[0][1].ToArray(), value => Assert.Equal(0, value));
        Assert.All(
            gradients.SelectMany(g => g.ToArray()),
            value => Assert.True(double.IsFinite(value))
        );
    }
}
