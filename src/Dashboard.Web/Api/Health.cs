using Dashboard.Engine.Runs;
using Dashboard.Web.Operations;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api;

/// <summary>/healthz, /readyz, /api/status and /api/backup: whether the server is well, and a copy of its data.</summary>
internal static class Health
{
    /// <summary>Copies under way: each holds a file as large as the data, so one at a time.</summary>
    private static readonly SemaphoreSlim Copies = new(1);

    public static void Map(IEndpointRouteBuilder root, RouteGroupBuilder api)
    {
        // Both say nothing that is worth hiding: an orchestrator asks them without a token.
        root.MapGet("/healthz", () => TypedResults.Ok(new { status = "ok" })).AllowAnonymous().WithTags("Health").WithSummary("Whether the server answers");
        root.MapGet("/readyz", Ready).AllowAnonymous().WithTags("Health").ProducesProblem(503).WithSummary("Whether pages can be served and runs launched and saved")
            .WithDescription("200 with status ready or degraded (something is missing; /api/status says what), 503 while results cannot be saved or pages not be served.");
        api.MapGet("/status", (ServerStatus status) => TypedResults.Ok(status.ReadAll())).WithTags("Health").WithSummary("What the Status page shows");
        api.MapGet("/backup", Backup).WithTags("Health").Does(Deed.Backup).Produces<byte[]>(200, "application/octet-stream").ProducesProblem(429).ProducesProblem(503)
            .WithSummary("A consistent copy of the data file").WithDescription("To restore it, stop the server and put it in place of the data file.");
    }

    private static Results<Ok<ReadyMessage>, ProblemHttpResult> Ready(ServerStatus status)
    {
        var readiness = status.Read().Readiness;
        return readiness == Readiness.Unavailable
            ? TypedResults.Problem("Results cannot be saved, or pages not be served, now; the Status page and the log say why.", statusCode: 503, title: "Not ready")
            : TypedResults.Ok(new ReadyMessage(readiness));
    }

    private static async Task<FileStreamHttpResult> Backup(IStorageStatus storage, TimeProvider time, HttpContext http, LabActions lab)
    {
        lab.TakeBackup();
        if (!await Copies.WaitAsync(0)) throw new ProblemException(429, "Another backup is being downloaded. Try again when it is done.");
        http.Response.OnCompleted(() =>
        {
            Copies.Release();
            return Task.CompletedTask;
        });
        var copy = Path.Combine(Path.GetTempPath(), $"dashboard-backup-{Guid.NewGuid():N}.db");
        FileStream? content = null;
        try
        {
            await Task.Run(() => storage.Backup(copy));
            content = new FileStream(copy, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            return TypedResults.Stream(content, "application/octet-stream", $"dashboard-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.db");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"The copy in {Path.GetTempPath()} could not be made: {e.Message}", e);
        }
        finally
        {
            if (content is null) File.Delete(copy);
        }
    }
}

/// <param name="Status">Ready or degraded.</param>
public sealed record ReadyMessage(Readiness Status);
