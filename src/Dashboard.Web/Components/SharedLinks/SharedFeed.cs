using Dashboard.Engine.Runs;
using Dashboard.Web.Sharing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Components.SharedLinks;

/// <summary>
/// The bodies of shared views. Each live link is drawn once for all its viewers, at most three times a second, and only while
/// somebody looks; a viewer pulls the newest, so that a slow one holds nothing.
/// </summary>
internal sealed class SharedFeed(IServiceScopeFactory scopes, ShareService shares, RunService runs, ILoggerFactory log) : IDisposable
{
    /// <summary>Viewers in all; each holds a connection.</summary>
    private const int MostViewers = 1_000;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(300), Retry = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Drawing> drawings = [];
    private readonly CancellationTokenSource disposed = new();
    private int viewers;

    /// <summary>Open views of all links.</summary>
    public int Viewers { get { lock (gate) return viewers; } }

    /// <summary>Open views of one link.</summary>
    public int ViewersOf(string shareId)
    {
        lock (gate) return drawings.TryGetValue(shareId, out var drawing) ? drawing.Viewers : 0;
    }

    /// <summary>A viewer's place; null where there are too many. Dispose it to leave.</summary>
    public View? Enter(Share share)
    {
        lock (gate)
        {
            if (viewers >= MostViewers) return null;
            viewers++;
            if (!drawings.TryGetValue(share.Id, out var drawing))
            {
                drawings[share.Id] = drawing = new(CancellationTokenSource.CreateLinkedTokenSource(disposed.Token));
                if (!share.IsFrozen) _ = Task.Run(() => DrawAsync(share, drawing));
            }
            drawing.Viewers++;
            return new(this, share.Id, drawing);
        }
    }

    private void Leave(string id, Drawing drawing)
    {
        lock (gate)
        {
            viewers--;
            if (--drawing.Viewers > 0) return;
            drawings.Remove(id);
            drawing.Stop.Cancel();
        }
    }

    /// <summary>The body for a page: the newest that viewers see, else drawn for it.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public Task<string> BodyAsync(Share share)
    {
        lock (gate)
            if (drawings.TryGetValue(share.Id, out var drawing) && drawing.Current is { Version: > 0 } current) return Task.FromResult(current.Body);
        return RenderAsync(share);
    }

    private async Task<string> RenderAsync(Share share)
    {
        var content = shares.Content(share);
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, log);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = new Dictionary<string, object?> { [nameof(SharedBody.View)] = new ShareView(share.Kind, share.Target), [nameof(SharedBody.Content)] = content };
            return (await renderer.RenderComponentAsync<SharedBody>(ParameterView.FromDictionary(parameters))).ToHtmlString();
        });
    }

    private async Task DrawAsync(Share share, Drawing drawing)
    {
        var stop = drawing.Stop.Token;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var _ in News(share, stop))
                {
                    drawing.Publish(await RenderAsync(share));
                    await Task.Delay(Pace, stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The page stays as it is; the store may be back soon.
                if (e is not StorageUnavailableException) log.CreateLogger<SharedFeed>().LogError(e, "A shared view could not be drawn");
            }
            // Also where the news ended: its run was deleted, and may be restored.
            if (!stop.IsCancellationRequested) await Task.Delay(Retry, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>One item at once, then one for each time something it shows changed.</summary>
    private async IAsyncEnumerable<bool> News(Share share, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var view = new ShareView(share.Kind, share.Target);
        if (view.Kind == ShareKind.Run)
        {
            using var own = runs.Subscribe(view.Id);
            if (own is null)
            {
                yield return true;
                yield break;
            }
            await foreach (var _ in own.ReadAllAsync(stop)) yield return true;
            yield break;
        }
        using var all = runs.SubscribeAll();
        var ids = SharedContent.Load(runs, view).Keys.ToHashSet();
        yield return true;
        await foreach (var update in all.ReadAllAsync(stop))
            if (update.Changed.Any(r => ids.Contains(r.Id)) || update.Removed.Any(ids.Contains)) yield return true;
    }

    public void Dispose()
    {
        disposed.Cancel();
        disposed.Dispose();
    }

    /// <summary>One viewer's place.</summary>
    internal sealed class View(SharedFeed feed, string id, Drawing drawing) : IDisposable
    {
        private int left;

        /// <summary>The newest body, its number, and a task that ends with the next one.</summary>
        public (long Version, string Body, Task Next) Current => drawing.Current;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0) feed.Leave(id, drawing);
        }
    }

    /// <summary>What all viewers of one link see.</summary>
    internal sealed class Drawing(CancellationTokenSource stop)
    {
        private readonly Lock gate = new();
        private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private string body = "";
        private long version;

        public CancellationTokenSource Stop { get; } = stop;
        public int Viewers { get; set; }

        public (long Version, string Body, Task Next) Current { get { lock (gate) return (version, body, next.Task); } }

        public void Publish(string html)
        {
            lock (gate)
            {
                if (html == body) return;
                (body, version) = (html, version + 1);
                next.SetResult();
                next = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
