using Dashboard.Engine.Runs;
using Dashboard.Web.Sharing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Components.SharedLinks;

/// <summary>
/// The bodies of shared views. Each live view is drawn once for all viewers of all its links, at a pace that leaves the
/// processor to training, and only while somebody looks; a viewer pulls the newest, so that a slow one holds nothing.
/// </summary>
internal sealed class SharedFeed(IServiceScopeFactory scopes, ShareService shares, RunService runs, ILoggerFactory log) : IDisposable
{
    /// <summary>Viewers in all; each holds a connection.</summary>
    private const int MostViewers = 1_000;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<string, SharedDrawing> drawings = [];
    private readonly CancellationTokenSource disposed = new();
    private int viewers;

    /// <summary>Open views of what a link shows.</summary>
    public int ViewersOf(Share share)
    {
        lock (gate) return drawings.TryGetValue(Key(share), out var drawing) ? drawing.Viewers : 0;
    }

    /// <summary>A viewer's place; null where there are too many. Dispose it to leave.</summary>
    public View? Enter(Share share)
    {
        lock (gate)
        {
            if (viewers >= MostViewers) return null;
            viewers++;
            if (!drawings.TryGetValue(Key(share), out var drawing))
            {
                drawings[Key(share)] = drawing = new(CancellationTokenSource.CreateLinkedTokenSource(disposed.Token));
                // What Inside shows is drawn by the viewer's own browser.
                if (!share.IsFrozen && share.Kind != ShareKind.Inside) drawing.Following = Task.Run(() => FollowAsync(share, drawing));
            }
            drawing.Viewers++;
            return new(this, Key(share), drawing);
        }
    }

    /// <summary>The whole body for a page: the newest that viewers see, else drawn for it.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public async Task<string> BodyAsync(Share share)
    {
        lock (gate)
            if (drawings.TryGetValue(Key(share), out var drawing) && drawing.Whole is { } whole) return whole;
        var content = shares.Content(share);
        return SharedDrawing.Join([.. await Task.WhenAll(Enum.GetValues<SharedPart>().Select(part => RenderAsync(share, content, part)))]);
    }

    private static string Key(Share share) => share.IsFrozen ? share.Id : $"{share.Kind} {share.Target}";

    private void Leave(string key, SharedDrawing drawing)
    {
        lock (gate)
        {
            viewers--;
            if (--drawing.Viewers > 0) return;
            drawings.Remove(key);
            drawing.Stop.Cancel();
        }
    }

    private async Task<string> RenderAsync(Share share, SharedContent content, SharedPart part)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, log);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = new Dictionary<string, object?>
            {
                [nameof(SharedBody.View)] = new ShareView(share.Kind, share.Target), [nameof(SharedBody.Content)] = content, [nameof(SharedBody.Part)] = part,
            };
            return (await renderer.RenderComponentAsync<SharedBody>(ParameterView.FromDictionary(parameters))).ToHtmlString();
        });
    }

    private async Task FollowAsync(Share share, SharedDrawing drawing)
    {
        var stop = drawing.Stop.Token;
        var large = Task.CompletedTask;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var _ in News(share, stop))
                {
                    var content = shares.Content(share);
                    // What is large must not hold up what is quick, but the end of training is drawn to the end.
                    if (large.IsCompleted || !content.InTraining)
                    {
                        await large;
                        large = content.InTraining && drawing.Rests(SharedPart.Large) ? Task.CompletedTask : drawing.DrawAsync(SharedPart.Large, () => RenderAsync(share, content, SharedPart.Large));
                    }
                    await drawing.DrawAsync(SharedPart.News, () => RenderAsync(share, content, SharedPart.News));
                    if (!content.InTraining) await large;
                    await Task.Delay(drawing.Rest(SharedPart.News), stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The page stays as it is; the store may be back soon.
                large = Task.CompletedTask;
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
        if (view.Kind is ShareKind.Run or ShareKind.Learnt)
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
            // A study may have grown since.
            if (update.Changed.Any(r => ids.Contains(r.Id) || (view.Kind == ShareKind.Study && r.StudyId == view.Id)) || update.Removed.Any(ids.Contains)) yield return true;
    }

    public void Dispose()
    {
        disposed.Cancel();
        disposed.Dispose();
    }

    /// <summary>One viewer's place.</summary>
    internal sealed class View(SharedFeed feed, string key, SharedDrawing drawing) : IDisposable
    {
        private int left;

        /// <summary>The parts drawn after a version, the newest version, and a task that ends with the next one.</summary>
        public (long Version, IReadOnlyDictionary<SharedPart, string> Parts, Task Next) Since(long version) => drawing.Since(version);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0) feed.Leave(key, drawing);
        }
    }
}
