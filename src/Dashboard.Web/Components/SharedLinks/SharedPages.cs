using System.Text.Encodings.Web;
using System.Text.Json;
using Dashboard.Engine.Runs;
using Dashboard.Web.Inside;
using Dashboard.Web.Sharing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Components.SharedLinks;

/// <summary>/s/{token}: a view for whoever has its link. Plain server rendering: no circuit, no cookie, no way to anything else.</summary>
internal static class SharedPages
{
    /// <summary>How soon an open page notices that its link ended.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Proxies close streams that say nothing.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(15);

    /// <summary>A viewer that does not take what it is sent for so long is let go.</summary>
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(10);

    /// <summary>The script parses it and no page holds it, so that HTML needs no escapes, which would triple it.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/s/{token}").AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        group.MapGet("", Page);
        group.MapGet("/events", Events);
        Inside(group, "", (inside, share) => RecordingResult.OfAsync(() => Task.FromResult(inside.Recording(share))));
        Inside(group, "/outline", (inside, share) => RecordingResult.OfAsync(() => Task.FromResult(inside.Outline(share))));
        Inside(group, "/progress", (inside, share) => Task.FromResult<IResult>(TypedResults.Ok(inside.Progress(share))));
    }

    // The networks of the link, and of it alone: what else the address asks for is not looked at.
    private static void Inside(RouteGroupBuilder group, string part, Func<SharedInside, Share, Task<IResult>> answer) =>
        group.MapGet("/inside" + part, (string token, HttpContext http, ShareService shares, SharedInside inside, ILogger<SharedFeed> log) => Guarded(http, log, async () =>
            shares.Open(token) is { Kind: ShareKind.Inside } share ? await answer(inside, share) : Gone(http)));

    private static IResult Page(string token, HttpContext http, ShareService shares, SharedFeed feed, ILogger<SharedFeed> log) => Guarded(http, log, async () =>
    {
        if (shares.Open(token) is not { } share) return Gone(http);
        var chart = EmbeddedChart.Read(http.Request.Query, share.Kind, out var wrong);
        if (wrong is not null) return Results.Text(wrong, statusCode: StatusCodes.Status400BadRequest);
        shares.Touch(share);
        var body = await feed.BodyAsync(share);
        return new RazorComponentResult<SharedDocument>(
            new { share.Title, share.Kind, IsLive = !share.IsFrozen, share.CreatedAt, Base = $"{http.Request.PathBase}/", Token = token,
            Chart = chart, Body = body });
    }, mayFrame: http.Request.Query.ContainsKey(EmbeddedChart.Parameter));

    /// <summary>Server-sent events: "update" with the parts of the page's body that were drawn anew, by number, and "gone" when the link ended.</summary>
    private static IResult Events(string token, HttpContext http, ShareService shares, SharedFeed feed, ILogger<SharedFeed> log) => Guarded(http, log, () =>
    {
        if (shares.Open(token) is not { } share) return Task.FromResult(Gone(http));
        if (feed.Enter(share) is not { } view)
        {
            http.Response.Headers.RetryAfter = "10";
            return Task.FromResult(Results.Text("Too many people look at shared views now. Try again in a moment.",
                statusCode: StatusCodes.Status503ServiceUnavailable));
        }
        return Task.FromResult<IResult>(new EventStream(cancellation => StreamAsync(http, share, view, shares, cancellation)));
    });

    private static async Task StreamAsync(HttpContext http, Share share, SharedFeed.View view, ShareService shares, CancellationToken aborted)
    {
        using (view)
        {
            http.Response.ContentType = "text/event-stream";
            // nginx holds answers back until they fill a buffer, and a stream of news never does.
            http.Response.Headers["X-Accel-Buffering"] = "no";
            await SendAsync(http, "retry: 2000\n\n", aborted);
            long seen = 0;
            var quiet = TimeSpan.Zero;
            while (shares.IsAlive(share))
            {
                var (version, parts, next) = view.Since(seen);
                if (version > seen)
                {
                    var drawn = JsonSerializer.Serialize(parts.ToDictionary(p => (int)p.Key, p => p.Value), Plain);
                    await SendAsync(http, $"event: update\ndata: {drawn}\n\n", aborted);
                    (seen, quiet) = (version, TimeSpan.Zero);
                }
                else if ((quiet += Look) >= Breath)
                {
                    await SendAsync(http, ":\n\n", aborted);
                    quiet = TimeSpan.Zero;
                }
                await Task.WhenAny(next, Task.Delay(Look, aborted));
                aborted.ThrowIfCancellationRequested();
            }
            await SendAsync(http, "event: gone\ndata: \n\n", aborted);
        }
    }

    private static async Task SendAsync(HttpContext http, string text, CancellationToken aborted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(Stalled);
        await http.Response.WriteAsync(text, patience.Token);
        await http.Response.Body.FlushAsync(patience.Token);
    }

    /// <summary>The same bytes whether the link expired, was revoked or never was.</summary>
    private static IResult Gone(HttpContext http) =>
        Results.Content(GonePage(http.Request.PathBase), "text/html; charset=utf-8", statusCode: StatusCodes.Status404NotFound);

    private static string GonePage(PathString pathBase) => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><base href="{pathBase}/">
        <title>Nothing is shared here · RNN &amp; LSTM lab</title>
        <link rel="stylesheet" href="lib/inter/wght.css"><link rel="stylesheet" href="css/tokens.css"><link rel="stylesheet" href="css/app.css"><link rel="stylesheet" href="css/outside.css">
        <link rel="icon" type="image/svg+xml" href="img/logo.svg"></head>
        <body><main class="gone"><h1>Nothing is shared here</h1><p class="quiet">The link is mistyped, has expired or was revoked. Ask whoever sent it for a new one.</p></main></body></html>
        """;

    // Only the page itself may be framed, and only where it is asked for so: what says that nothing is shared stands in the frame too.
    private static GuardedResult Guarded(HttpContext http, ILogger log, Func<Task<IResult>> answer, bool mayFrame = false)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        http.Features.Set(new OutsidePage(mayFrame));
        return new(log, answer);
    }

    /// <summary>Answers errors itself: the app's own error page is not for people outside.</summary>
    private sealed class GuardedResult(ILogger log, Func<Task<IResult>> answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext http)
        {
            try
            {
                await (await answer()).ExecuteAsync(http);
            }
            catch (OperationCanceledException)
            {
                // The viewer left, or stopped reading.
                http.Abort();
            }
            catch (Exception e) when (!http.Response.HasStarted)
            {
                var lost = e is ShareUnreadableException;
                if (e is not (StorageUnavailableException or ShareUnreadableException)) log.LogError(e, "A shared view failed");
                http.Response.Clear();
                http.Response.StatusCode = lost ? StatusCodes.Status410Gone : StatusCodes.Status503ServiceUnavailable;
                if (!lost) http.Response.Headers.RetryAfter = "10";
                http.Response.ContentType = "text/plain; charset=utf-8";
                await http.Response.WriteAsync(lost ? $"{e.Message} Ask whoever sent it for a new one."
                    : "This view cannot be shown now. Try again in a moment.");
            }
        }
    }

    private sealed class EventStream(Func<CancellationToken, Task> write) : IResult
    {
        public async Task ExecuteAsync(HttpContext http)
        {
            // A stop of the server must not wait for viewers.
            var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
            await write(ended.Token);
        }
    }
}
