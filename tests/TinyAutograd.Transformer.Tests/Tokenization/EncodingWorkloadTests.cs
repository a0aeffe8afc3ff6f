namespace TinyAutograd.Transformer.Tests.Tokenization;

public class EncodingWorkloadTests
{
    [Fact]
    public void Both_texts_have_a_megabyte_and_come_back()
    {
        foreach (var workload in new[] { EncodingWorkload.Prose, EncodingWorkload.NewWords })
        {
            Assert.Equal(1_000_000, workload.ByteCount);
            var tokens = Gpt2.Tokenizer.Encode(workload.Text);
            Assert.Equal(tokens.Length, workload.Run());
            Assert.Equal(workload.Text, Gpt2.Tokenizer.Decode(tokens));
        }
        Assert.True(EncodingWorkload.Prose.Run() * 1.5 < EncodingWorkload.NewWords.Run());
    }
}
