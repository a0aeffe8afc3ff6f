using System.Text;
using Microsoft.AspNetCore.Http;

namespace TinyTransformerLab;

/// <summary>Answers one request after the other: who may come in, which part answers, and how what went wrong is told.</summary>
internal sealed class LabSite(
    LabServerSettings settings,
    Gate gate,
    LabApi api,
    EventStream events,
    CancellationToken closing
)
{
    /// <summary>Answers a request; never throws.</summary>
    public async Task Answer(HttpContext context)
    {
        SetHeaders(context.Response.Headers);
        try
        {
            gate.CheckSender(context.Request);
            await (
                context.Request.Path.Value switch
                {
                    "/" => SendPage(context),
                    "/events" => SendEvents(context),
                    _ => SendRecord(context),
                }
            );
        }
        catch (Exception error)
        {
            await SendError(context, error);
        }
    }

    private void SetHeaders(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = settings.Page.Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private Task SendPage(HttpContext context)
    {
        CheckIsGet(context.Request);
        if (gate.IsToken(context.Request.Query["token"]))
        {
            return Send(context, "text/html; charset=utf-8", settings.Page.Html);
        }
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.Headers.ContentSecurityPolicy = Door.Page.Policy;
        return Send(context, "text/html; charset=utf-8", Door.Page.Html);
    }

    // An EventSource cannot send a header of its own.
    private Task SendEvents(HttpContext context)
    {
        gate.CheckToken(context.Request.Query["token"]);
        CheckIsGet(context.Request);
        return events.Send(context, closing);
    }

    private async Task SendRecord(HttpContext context)
    {
        gate.CheckToken(context.Request.Headers[Gate.TokenHeader]);
        await SendJson(context, await api.Answer(context));
    }

    private static void CheckIsGet(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method))
        {
            throw RefusalException.Method(request.Path.Value!, HttpMethods.Get);
        }
    }

    private Task SendError(HttpContext context, Exception error)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            // An event stream has ended, or nobody is there to be told.
            if (error is not OperationCanceledException && !IsPersons(error))
            {
                settings.Report(error);
            }
            context.Abort();
            return Task.CompletedTask;
        }
        var (status, sentence) = Explain(error);
        var response = context.Response;
        response.StatusCode = status;
        if (error is RefusalException { Allow: { } method })
        {
            response.Headers.Allow = method;
        }
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = "1";
        }
        return SendJson(context, new { error = sentence });
    }

    private (int Status, string Sentence) Explain(Exception error)
    {
        switch (error)
        {
            case RefusalException refusal:
                return (refusal.Status, refusal.Message);
            case BadHttpRequestException bad:
                return (bad.StatusCode, bad.Message);
            case OperationCanceledException:
                return (StatusCodes.Status503ServiceUnavailable, "The lab is closing.");
            case var persons when IsPersons(persons):
                return (StatusCodes.Status400BadRequest, Sentence(error));
            default:
                settings.Report(error);
                return (
                    StatusCodes.Status500InternalServerError,
                    "Something went wrong in the lab itself; the program's terminal says what. Training and the other pages go on."
                );
        }
    }

    // What a person can mend, as a session tells it: a number, a word, a text, a file.
    private static bool IsPersons(Exception error) =>
        error is ArgumentException or IOException or InvalidDataException;

    // The name of a method's parameter means nothing to a person.
    private static string Sentence(Exception error) =>
        error is ArgumentException { ParamName: { } name }
            ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : error.Message;

    private static Task SendJson(HttpContext context, object record) =>
        Send(
            context,
            "application/json; charset=utf-8",
            Encoding.UTF8.GetBytes(LabJson.Text(record))
        );

    private static Task Send(HttpContext context, string contentType, byte[] bytes)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, 0, bytes.Length, context.RequestAborted);
    }
}
