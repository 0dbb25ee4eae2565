using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Fuzz;

/// <summary>
/// Promise 7: bad input to every endpoint there is, 1,500 requests, or 20,000 in the long form. The endpoints are asked of the
/// app, so that a new one is covered by itself. FUZZ_SEED repeats a sequence.
/// </summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string> GoodRun = new()
    {
        ["name"] = "\"fuzz\"", ["protocol"] = "\"slides\"", ["sequence"] = "\"simple\"", ["noise"] = "0", ["standardize"] = "false", ["lengths"] = "[2]",
        ["models"] = "[\"rnn\"]", ["seeds"] = "[1]", ["dataSeed"] = "42", ["freshData"] = "false", ["trainCount"] = "8", ["validationCount"] = "4", ["low"] = "-50",
        ["high"] = "50", ["hiddenSize"] = "6", ["layers"] = "1", ["epochs"] = "2", ["patience"] = "3", ["batchSize"] = "32", ["learningRate"] = "0.01",
        ["engine"] = "\"auto\"", ["recurrentInit"] = "\"uniform\"", ["forgetBias"] = "null", ["inputGateBias"] = "-3", ["clipNorm"] = "null", ["trialTimeLimit"] = "5", ["tags"] = "[\"a\"]",
    };

    private static readonly Dictionary<string, string> GoodEdit = new() { ["name"] = "\"fuzz\"", ["notes"] = "\"n\"", ["tags"] = "[\"a\"]" };

    private static readonly Dictionary<string, string> GoodStudy = new()
    {
        ["name"] = "\"fuzz\"", ["preset"] = "\"deck\"", ["protocol"] = "\"notebook\"", ["seeds"] = "[1]", ["engine"] = "\"auto\"",
    };

    private static readonly Dictionary<string, string> GoodMap = new()
    {
        ["name"] = "\"fuzz\"", ["preset"] = "\"map\"", ["seeds"] = "[1]",
        ["map"] = "{\"setting\":\"noise\",\"values\":[0,2],\"run\":{\"lengths\":[2,3],\"models\":[\"rnn\"],\"trainCount\":8,\"validationCount\":4}}",
    };

    private static readonly Dictionary<string, string> GoodSeeds = new() { ["model"] = "\"rnn\"", ["length"] = "2", ["value"] = "0", ["count"] = "1" };

    private static readonly Dictionary<string, string> GoodShare = new()
    {
        ["kind"] = "\"run\"", ["target"] = "\"0196f0c2a7d47cc8b0a3d0c5e4b1f2a3?tab=data\"", ["title"] = "\"t\"", ["frozen"] = "true", ["expiresAt"] = "\"2035-01-01T00:00:00Z\"",
    };

    // Never an admin's: with the first token the lab would ask for one, and refuse everything after.
    private static readonly Dictionary<string, string> GoodToken = new() { ["name"] = "\"fuzz\"", ["role"] = "\"member\"" };

    /// <summary>For what is not named here.</summary>
    private static readonly Dictionary<string, string> GoodOther = new()
    {
        ["notes"] = "\"n\"", ["preset"] = "\"deck\"", ["ids"] = "[]", ["runs"] = "[]", ["title"] = "\"t\"", ["kind"] = "\"run\"", ["target"] = "\"x\"", ["days"] = "1",
        ["view"] = "\"\"", ["token"] = "\"t\"", ["returnUrl"] = "\"//x\"", ["expires"] = "\"2030-01-01\"", ["frozen"] = "true", ["runId"] = "\"x\"", ["studyId"] = "\"x\"",
    };

    private static readonly string[] QueryFields =
    [
        "skip", "take", "status", "tag", "q", "protocol", "sequence", "noise", "standardize", "sort", "descending", "length", "count", "seed", "low", "high",
        "after", "runs", "ids", "run", "from", "metric", "tab", "point", "reading", "log", "format", "returnUrl", "panel", "base", "token", "t", "launchedBy", "by", "deed",
    ];

    private readonly int seed = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), out var given) ? given : Random.Shared.Next();

    [Fact]
    public async Task Requests_OfEveryKind_AreAnsweredOrRefusedInWords()
    {
        var nasty = new Nasty(new Random(seed));
        // A small cache of sequences, full before the first measurement: half a gigabyte of it would look like growth.
        await using var app = new TestApp { QueueLimit = 50, Settings = new() { ["Engine:SequenceCacheMegabytes"] = "16" } };
        using var client = app.CreateDefaultClient();
        client.Timeout = Hang;
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && e.RoutePattern.RawText is { } text && !text.Contains("_framework", StringComparison.Ordinal)).ToArray();
        // The API is what takes input; pages are slower and take little.
        var api = endpoints.Where(IsApi).ToArray();
        var pages = endpoints.Except(api).ToArray();
        var runs = new List<string> { await app.Launch(), await app.Launch() };
        var counts = new SortedDictionary<int, int>();
        long memory = 0;
        var requests = LongTests.Pick(1_500, 20_000);
        for (var i = 0; i < requests; i++)
        {
            if (i == requests / 4) memory = GC.GetTotalMemory(forceFullCollection: true);
            using var request = Request(nasty, nasty.Pick(nasty.Chance(0.9) ? api : pages), runs);
            var said = $"seed {seed}, request {i}: {request.Method} {request.RequestUri} {await Shown(request)}";
            using var answer = await Send(client, request, said);
            counts[(int)answer.StatusCode] = counts.GetValueOrDefault((int)answer.StatusCode) + 1;
            await Check(answer, said);
            await Tidy(app, answer, runs);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{requests} requests to {endpoints.Length} endpoints, seed {seed}: {string.Join(", ", counts.Select(c => $"{c.Key}: {c.Value}"))}");
        Assert.True(counts.Keys.Count(k => k is >= 400 and < 500) >= 3);
        Assert.Equal(200, (await app.Send("GET", "/healthz")).Status);
        // Other tests run beside the short form. Accepted runs stay in the history: 20 kB each at most.
        if (LongTests.On) Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 40_000_000 + 20_000L * counts.GetValueOrDefault(201));
    }

    private static bool IsApi(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.TrimStart('/') is var path
        && (path.StartsWith("api", StringComparison.Ordinal) || path.EndsWith("z", StringComparison.Ordinal));

    private static HttpRequestMessage Request(Nasty nasty, RouteEndpoint endpoint, List<string> runs)
    {
        var path = new StringBuilder();
        foreach (var segment in endpoint.RoutePattern.PathSegments)
        {
            path.Append('/');
            foreach (var part in segment.Parts)
                path.Append(part switch
                {
                    Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
                    Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
                    // The web server itself refuses a zero in a path.
                    _ => nasty.Chance(0.5) ? nasty.Pick(runs) : nasty.Chance(0.3) ? nasty.Number() : Nasty.Escape(nasty.Text().Replace("\0", "", StringComparison.Ordinal)),
                });
        }
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
        var method = methods.Count == 0 || nasty.Chance(0.05) ? nasty.Pick(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]) : nasty.Pick(methods);
        var request = new HttpRequestMessage(new(method), new Uri(path + nasty.Query(QueryFields), UriKind.Relative));
        if (method is "POST" or "PATCH" or "PUT" || nasty.Chance(0.02)) request.Content = Content(nasty, path.ToString(), method, runs);
        if (nasty.Chance(0.05)) request.Headers.TryAddWithoutValidation("Last-Event-ID", nasty.Number());
        if (nasty.Chance(0.05)) request.Headers.TryAddWithoutValidation("Accept", nasty.Pick(["text/html", "*/*;q=x", "application/xml"]));
        return request;
    }

    private static ByteArrayContent Content(Nasty nasty, string path, string method, List<string> runs)
    {
        var good = method == "PATCH" ? GoodEdit : path.EndsWith("/runs", StringComparison.Ordinal) ? GoodRun : path.EndsWith("/studies", StringComparison.Ordinal) ? nasty.Chance(0.5) ? GoodStudy : GoodMap
            : path.EndsWith("/seeds", StringComparison.Ordinal) ? GoodSeeds
            : path.EndsWith("/tokens", StringComparison.Ordinal) ? GoodToken
            : path.EndsWith("/shares", StringComparison.Ordinal) ? GoodShare : GoodOther;
        if (ReferenceEquals(good, GoodShare)) good = new(good) { ["target"] = $"\"{nasty.Pick(runs)}?tab=data\"" };
        var bytes = nasty.Chance(0.05) ? [.. "{\"name\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8] : Encoding.UTF8.GetBytes(nasty.Body(good));
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = nasty.Chance(0.9) ? new("application/json") : MediaTypeHeaderValue.Parse(nasty.Pick(["text/plain", "application/json; charset=utf-7", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]));
        return content;
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, HttpRequestMessage request, string said)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.GetType().Name}: {e.Message} at {said}", e);
        }
    }

    private static async Task Check(HttpResponseMessage answer, string said)
    {
        var status = (int)answer.StatusCode;
        Assert.True(status < 500, $"{status} at {said}: {(status >= 500 ? await answer.Content.ReadAsStringAsync() : "")}");
        var isApi = answer.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal);
        if (status >= 400 && isApi && answer.RequestMessage.Method.Method != "HEAD")
        {
            Assert.True(answer.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{status} {answer.Content.Headers.ContentType} at {said}");
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
        }
    }

    /// <summary>What was accepted is cancelled and deleted, so that the queue stays short; one run is always there.</summary>
    private static async Task Tidy(TestApp app, HttpResponseMessage answer, List<string> runs)
    {
        if ((int)answer.StatusCode == 201 && answer.Headers.Location is { } location)
        {
            var path = location.ToString();
            var id = path[(path.LastIndexOf('/') + 1)..];
            string[] launched = path.Contains("/studies/", StringComparison.Ordinal) ? [.. app.Runs.FindStudy(id)!.Value.Study.RunIds] : app.Runs.Find(id) is null ? [] : [id];
            foreach (var run in launched)
                if (app.Runs.Find(run) is not null) app.Runs.Delete(run);
        }
        runs.RemoveAll(r => app.Runs.Find(r) is null);
        while (runs.Count < 2) runs.Add(app.Runs.Launch(Trials.Spec([2]) with { TrainCount = 8, ValidationCount = 4 }).Id);
    }

    private static async Task<string> Shown(HttpRequestMessage request) =>
        request.Content is null ? "" : Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync()) is var body && body.Length > 600 ? body[..600] + "…" : body;
}
