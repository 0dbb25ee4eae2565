using System.IO.Compression;
using Dashboard.Engine.Experiments;
using Dashboard.Web.Addresses;
using Dashboard.Web.Inside;

namespace Dashboard.Web.Api;

/// <summary>/api/runs/{id}/inside: a length and seed of a run trained again with everything kept.</summary>
internal static class InsideEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/runs/{id}/inside").WithTags("Inside");
        const string Query = "Query: length, seed: of the run; without them one is chosen.";
        group.MapGet("", Recording).WithSummary("Weights of every epoch and what each network does with the validation set").ProducesProblem(404).ProducesProblem(409)
            .WithDescription($"{Query} Trains again where nobody asked before; a caller that goes away ends that. The answer is one block: 4 bytes with the length of a JSON head, the head, then the arrays it names by type, offset and length.");
        group.MapGet("/outline", Outline).WithSummary("The same without networks: sequences, targets and the saved curves").WithDescription(Query).ProducesProblem(404).ProducesProblem(409);
        group.MapGet("/progress", Progress).WithSummary("How far the recording is that somebody waits for").ProducesProblem(404);
    }

    private static Task Recording(string id, HttpContext http, RecordingShelf shelf) =>
        AnswerAsync(http, (length, seed) => shelf.GetAsync(id, length, seed, http.RequestAborted));

    private static Task Outline(string id, HttpContext http, RecordingShelf shelf) =>
        AnswerAsync(http, (length, seed) => Task.FromResult(shelf.Outline(id, length, seed)));

    private static RecordingProgress Progress(string id, HttpContext http, RecordingShelf shelf)
    {
        var (length, seed) = Asked(http);
        return shelf.Progress(id, length ?? 0, seed ?? 0);
    }

    private static (int? Length, long? Seed) Asked(HttpContext http)
    {
        var query = new AddressFields(http.Request.Query);
        var (length, seed) = ((int?)query.Whole("length", RunLimits.Length), query.Whole("seed", RunLimits.Seed));
        ProblemException.ThrowIfAny(query.Errors);
        return (length, seed);
    }

    private static async Task AnswerAsync(HttpContext http, Func<int?, long?, Task<byte[]>> read)
    {
        var (length, seed) = Asked(http);
        byte[] bytes;
        try
        {
            bytes = await read(length, seed);
        }
        catch (NothingInsideException e)
        {
            await TypedResults.Problem(e.Message, title: e.Title, statusCode: 409, extensions: new Dictionary<string, object?> { ["state"] = e.State }).ExecuteAsync(http);
            return;
        }
        catch (OperationCanceledException)
        {
            return; // Nobody is left to be answered.
        }
        http.Response.ContentType = "application/octet-stream";
        http.Response.Headers.Vary = "Accept-Encoding";
        if (http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.ContentEncoding = "gzip";
            http.Response.ContentLength = bytes.Length;
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
            return;
        }
        await using var plain = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        await plain.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
