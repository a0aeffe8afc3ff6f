using Microsoft.AspNetCore.Http;

namespace TinyTransformerLab;

/// <summary>The paths under <c>/api</c>: ways to look at the model, and commands to its training.</summary>
internal sealed class LabApi
{
    /// <summary>Most items that are written at once.</summary>
    public const int MostItems = 100;

    // A character takes at most six bytes in JSON (\u0041).
    private const int Slack = 16 * 1024;

    /// <summary>The longest body that is taken: an own text.</summary>
    public const int MostTextBytes = 6 * LabConfig.LongestOwnText + Slack;

    private readonly LabRunner runner;
    private readonly Watchers watchers;
    private readonly Dictionary<string, Endpoint> endpoints = new(StringComparer.Ordinal);

    public LabApi(LabRunner runner, Watchers watchers)
    {
        (this.runner, this.watchers) = (runner, watchers);
        endpoints["/api/lab"] = new Endpoint(
            HttpMethods.Get,
            0,
            (_, _) => Task.FromResult<object>(Document(runner.Latest))
        );
        AddLooks();
        AddCommands();
    }

    /// <summary>Answers a request whose sender is known.</summary>
    /// <returns>The record to send.</returns>
    /// <exception cref="RefusalException">There is no such path, or the request is not as it must be.</exception>
    public async Task<object> Answer(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value!;
        if (!endpoints.TryGetValue(path, out var endpoint))
        {
            throw new RefusalException(
                StatusCodes.Status404NotFound,
                "There is nothing at this path."
            );
        }
        if (request.Method != endpoint.Method)
        {
            throw RefusalException.Method(path, endpoint.Method);
        }
        var bytes =
            endpoint.MostBytes > 0 ? await RequestBody.Bytes(context, endpoint.MostBytes) : [];
        return await endpoint.Answer(bytes, context.RequestAborted);
    }

    private void AddLooks()
    {
        Look<WordRequest>(
            "/api/attend",
            """{"word": "anna"}""",
            (lab, ask) => lab.Attend(ask.Word)
        );
        Look<HeadRequest>(
            "/api/ablate",
            """{"layer": 0, "head": 0}""",
            (lab, ask) => lab.Ablate(ask.Layer, ask.Head)
        );
        Look<WordRequest>("/api/lens", """{"word": "anna"}""", (lab, ask) => lab.Lens(ask.Word));
        Look<ExplainRequest>(
            "/api/explain",
            """{"word": "anna", "index": 3}""",
            (lab, ask) => lab.Explain(ask.Word, ask.Index)
        );
        Look<NextLetterRequest>(
            "/api/next-letter",
            """{"prefix": "an", "sampling": {"temperature": 0.8, "topK": null, "topP": null, "minP": null}}""",
            (lab, ask) => lab.NextLetter(ask.Prefix, ask.Sampling)
        );
        Look<GenerateRequest>(
            "/api/generate",
            """{"count": 10, "sampling": {"temperature": 0.8}, "prefix": "", "seed": 1}""",
            Generate
        );
        Look<TrickRequest>(
            "/api/trick",
            """{"word": "anna", "layer": 0, "head": 0, "seed": 1}""",
            (lab, ask) =>
                ask.Seed is { } seed
                    ? lab.Trick(ask.Word, ask.Layer, ask.Head, seed)
                    : lab.Trick(ask.Word, ask.Layer, ask.Head)
        );
        Look<NoArguments>("/api/check", "{}", (lab, _) => lab.Check());
        Look<NoArguments>("/api/tape", "{}", (lab, _) => lab.Tape());
    }

    private void AddCommands()
    {
        Command<NoArguments>("/api/run", "{}", (training, _) => training.Run(), State);
        Command<NoArguments>("/api/pause", "{}", (training, _) => training.Pause(), State);
        Command<StepRequest>(
            "/api/step",
            """{"n": 100}""",
            (training, ask) => training.Step(ask.N),
            State
        );
        Command<SetRequest>(
            "/api/set",
            """{"learningRate": 0.005, "batchSize": 32}""",
            (training, ask) => training.Set(ask.LearningRate, ask.BatchSize),
            State
        );
        Command<NoArguments>("/api/reset", "{}", (training, _) => training.Reset(), Document);
        Command<BuildRequest>(
            "/api/build",
            """{"preset": "ownText", "ownText": "one item a line", "seed": 1}""",
            (training, ask) => training.Build(ask.Preset, ask.OwnText, ask.Seed),
            Document,
            MostTextBytes
        );
    }

    private static GenerationView Generate(LabSession lab, GenerateRequest ask) =>
        ask.Count is >= 0 and <= MostItems
            ? lab.Generate(ask.Count, ask.Sampling, ask.Prefix, ask.Seed)
            : throw new ArgumentException(
                $"The number of items is {Digits.Count(ask.Count)}; it must be from 0 to {MostItems}."
            );

    private object State(LabSnapshot snapshot) => LiveState.Of(snapshot, watchers.Count);

    private LabDocument Document(LabSnapshot snapshot) =>
        new(
            snapshot.Build,
            snapshot.Info,
            snapshot.Chapters,
            snapshot.DefaultWord,
            State(snapshot),
            snapshot.Curve,
            snapshot.Samples,
            Watchers.Most
        );

    private void Look<TRequest>(
        string path,
        string example,
        Func<LabSession, TRequest, object> look
    ) =>
        endpoints[path] = new Endpoint(
            HttpMethods.Post,
            Slack,
            (bytes, cancellation) =>
            {
                var request = RequestBody.Read<TRequest>(bytes, path, example);
                return runner.Look(lab => look(lab, request), cancellation);
            }
        );

    private void Command<TRequest>(
        string path,
        string example,
        Action<LiveTraining, TRequest> command,
        Func<LabSnapshot, object> answer,
        int mostBytes = Slack
    ) =>
        endpoints[path] = new Endpoint(
            HttpMethods.Post,
            mostBytes,
            async (bytes, cancellation) =>
            {
                var request = RequestBody.Read<TRequest>(bytes, path, example);
                return answer(
                    await runner.Command(training => command(training, request), cancellation)
                );
            }
        );
}
