using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace TinyTransformerLab.Tests.Serve;

/// <content>What is refused, and in which words.</content>
public partial class LabApiTests
{
    [Fact]
    public async Task Numbers_out_of_range_are_told_their_range()
    {
        (string Path, string Json, string Sentence)[] wrong =
        [
            ("step", """{"n": 0}""", "from 1 to 100,000"),
            ("step", """{"n": 100001}""", "from 1 to 100,000"),
            ("generate", """{"count": 101}""", "from 0 to 100"),
            ("generate", """{"count": -1}""", "from 0 to 100"),
            ("generate", """{"count": 1, "sampling": {"temperature": -1}}""", "temperature"),
            ("generate", """{"count": 1, "sampling": {"temperature": 1e999}}""", "temperature"),
            ("next-letter", """{"prefix": "", "sampling": {"topK": 0}}""", "top-k"),
            ("next-letter", """{"prefix": "", "sampling": {"topP": 0}}""", "top-p"),
            ("next-letter", """{"prefix": "", "sampling": {"minP": 2}}""", "min-p"),
            ("ablate", """{"layer": 0, "head": 2}""", "no head 3 in layer 1"),
            ("ablate", """{"layer": -1, "head": 0}""", "no head"),
            ("trick", """{"word": "anna", "layer": 1, "head": 0}""", "no head 1 in layer 2"),
            ("explain", """{"word": "anna", "index": 5}""", "5"),
            ("explain", """{"word": "anna", "index": -1}""", "-1"),
            ("set", """{"batchSize": 0}""", "from 1 to 1,024"),
            ("set", """{"batchSize": 1025}""", "from 1 to 1,024"),
            ("set", "{}", "nothing to set"),
            ("build", """{"preset": "ownText"}""", "no own text"),
            ("build", """{"preset": "ownText", "ownText": "anna"}""", "at least 2"),
            ("build", """{"preset": "names", "ownText": "anna\nbob"}""", "ownText only"),
        ];
        foreach (var (path, json, sentence) in wrong)
        {
            var said = await lab.Refused($"/api/{path}", json);
            Assert.Contains(sentence, said, StringComparison.Ordinal);
            Assert.DoesNotContain("Parameter", said, StringComparison.Ordinal);
        }
        Assert.Equal((0, 1), (lab.Runner.Latest.State.Step, lab.Runner.Latest.Build));
    }

    [Fact]
    public async Task Json_of_another_form_is_told_the_right_one_and_where_the_trouble_is()
    {
        (string Path, string Json, string Place)[] wrong =
        [
            ("attend", """{"wrod": "anna"}""", "$.wrod"),
            ("attend", """{"word": "anna", "more": 1}""", "$.more"),
            ("attend", """{"word": 1}""", "$.word"),
            ("attend", """{"Word": "anna"}""", "$.Word"),
            ("attend", """{"word": null}""", "takes JSON like"),
            ("attend", """{"word": "anna", "word": "bob"}""", "$.word"),
            ("attend", "null", "takes JSON like"),
            ("attend", "[]", "takes JSON like"),
            ("attend", "", "takes JSON like"),
            ("attend", "{\"word\": \"\\ud800\"}", "takes JSON like"),
            ("attend", """{"word": "anna"} {}""", "takes JSON like"),
            ("attend", """{"word": "anna", }""", "takes JSON like"),
            ("attend", """{"word": "anna" /* a comment */}""", "takes JSON like"),
            ("run", "", "/api/run takes JSON like {}"),
            ("run", """{"n": 1}""", "$.n"),
            ("step", """{"n": 1.5}""", "$.n"),
            ("step", """{"n": "1"}""", "$.n"),
            ("step", """{"n": 99999999999}""", "$.n"),
            ("build", """{"preset": "poems"}""", "$.preset"),
            ("build", """{"preset": 1}""", "$.preset"),
            ("set", """{"learningRate": "NaN"}""", "$.learningRate"),
            (
                "generate",
                """{"count": 1, "sampling": {"temprature": 1}}""",
                "$.sampling.temprature"
            ),
        ];
        foreach (var (path, json, place) in wrong)
        {
            var said = await lab.Refused($"/api/{path}", json);
            Assert.Contains(place, said, StringComparison.Ordinal);
            Assert.DoesNotContain("System.", said, StringComparison.Ordinal);
            Assert.DoesNotContain("TinyTransformerLab", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_not_declared_as_json_is_refused()
    {
        string?[] wrong =
        [
            null,
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
            "application/json; charset=utf-16",
        ];
        foreach (var type in wrong)
        {
            using var content = new ByteArrayContent("{}"u8.ToArray());
            content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
            var (status, answer) = await lab.Post("/api/run", content);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
            Assert.Contains(
                "application/json",
                answer.GetProperty("error").GetString(),
                StringComparison.Ordinal
            );
        }
        using var right = new ByteArrayContent("{}"u8.ToArray());
        right.Headers.ContentType = MediaTypeHeaderValue.Parse(
            "Application/JSON; Charset=\"UTF-8\""
        );
        Assert.Equal(HttpStatusCode.OK, (await lab.Post("/api/pause", right)).Status);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_declared_or_not()
    {
        foreach (
            var (path, length) in new[] { ("attend", 16 * 1024), ("build", LabApi.MostTextBytes) }
        )
        {
            // Spaces are no JSON; but as many as are allowed are read before that is found out.
            Assert.Equal(HttpStatusCode.BadRequest, await Send(path, length, isChunked: false));
            Assert.Equal(HttpStatusCode.BadRequest, await Send(path, length, isChunked: true));
            foreach (var isChunked in new[] { false, true })
            {
                Assert.Equal(
                    HttpStatusCode.RequestEntityTooLarge,
                    await Send(path, length + 1, isChunked)
                );
                Assert.Equal(
                    HttpStatusCode.RequestEntityTooLarge,
                    await Send(path, length + 1_000_000, isChunked)
                );
            }
        }

        async Task<HttpStatusCode> Send(string path, int length, bool isChunked)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/{path}");
            request.Headers.TransferEncodingChunked = isChunked;
            request.Content = new StringContent(
                new string(' ', length),
                Encoding.UTF8,
                "application/json"
            );
            using var answer = await lab.Client.SendAsync(request);
            var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.False(string.IsNullOrWhiteSpace(said.GetProperty("error").GetString()));
            return answer.StatusCode;
        }
    }
}
