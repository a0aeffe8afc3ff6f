using System.Diagnostics;
using TinyAutograd;
using TinyAutograd.Transformer;

try
{
    var arguments = Arguments.Parse(args);
    if (arguments.IsRandom)
    {
        var model = new Gpt<float>(GptConfig.Gpt2, new RandomGenerator(arguments.Seed));
        await Continue(model, new TokenNumbers(GptConfig.Gpt2), arguments);
        return 0;
    }
    if (arguments.Folder is null)
    {
        Console.WriteLine(Gpt2Folder.Needed);
        Console.WriteLine(
            "\nThen give the folder:  dotnet run -c Release --project samples/Gpt2 -- gpt2 --prompt \"Once upon a time\""
        );
        Console.WriteLine(
            "Without any files:     dotnet run -c Release --project samples/Gpt2 -- --random"
        );
        return 0;
    }
    var folder = new Gpt2Folder(arguments.Folder);
    if (folder.Missing is { Count: > 0 } missing)
    {
        Console.Error.WriteLine(
            $"'{arguments.Folder}' has no {string.Join(", no ", missing)}.\n\n{Gpt2Folder.Needed}"
        );
        return 1;
    }
    var (weights, vocabulary) = folder.Load();
    await Continue(weights, vocabulary, arguments);
    return 0;
}
catch (Exception error)
    when (error
            is ArgumentException
                or IOException
                or InvalidDataException
                or UnauthorizedAccessException
    )
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130; // Ctrl+C
}

static async Task Continue(Gpt<float> model, ITokenizer tokenizer, Arguments arguments)
{
    using var cancellation = new CancellationTokenSource();
    Console.CancelKeyPress += (_, press) =>
    {
        press.Cancel = true;
        cancellation.Cancel();
    };
    Console.WriteLine(
        $"{model.Config.WeightCount:N0} weights, {model.Config.LayerCount} layers, a context of {model.Config.ContextLength:N0} tokens\n"
    );
    var tokens = new TextGenerator<float>(model, tokenizer).StreamTokensAsync(
        new RandomGenerator(arguments.Seed).Fork(1),
        new SamplingOptions { Temperature = arguments.Temperature, TopK = arguments.TopK },
        arguments.Prompt,
        new GenerationLimits { MaximumTokenCount = arguments.TokenCount, OmitsStartToken = true },
        cancellation.Token
    );
    Console.Write(arguments.Prompt);
    var count = 0;
    var (start, first) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
    await foreach (var token in tokens)
    {
        Console.Write(token.Text);
        first = count++ == 0 ? Stopwatch.GetElapsedTime(start) : first;
    }
    var rest = Stopwatch.GetElapsedTime(start) - first;
    Console.WriteLine(
        $"\n\n{count} tokens: the first, with the prompt, after {first.TotalSeconds:F2} s"
    );
    if (count > 1)
    {
        Console.WriteLine($"then {(count - 1) / rest.TotalSeconds:F1} tokens/s");
    }
}
