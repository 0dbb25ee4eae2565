using Dashboard.Engine.Runs;
using Dashboard.Web.Inside;
using Dashboard.Web.Sharing;

namespace Dashboard.Web.Components.SharedLinks;

/// <summary>
/// The networks a link shows. A frozen link has kept them; a live one reads them from the shelf, which trains them again
/// where it let them go. That is safe for strangers: one length and seed a link, one recording at a time for all links and
/// pages, on a thread that gives way to runs in training.
/// </summary>
internal sealed class SharedInside(ShareService shares, RecordingShelf shelf)
{
    /// <summary>The recording, compressed with gzip.</summary>
    /// <exception cref="NothingInsideException">It cannot be shown, or not yet.</exception>
    /// <exception cref="ShareUnreadableException">What was frozen with the link is damaged.</exception>
    public Task<byte[]> RecordingAsync(Share share, CancellationToken cancellation) =>
        share.IsFrozen ? Task.FromResult(Kept(share)) : Live(share, (id, asked) => shelf.GetAsync(id, asked, cancellation));

    /// <summary>What can be drawn at once; of a frozen link that is all of it.</summary>
    /// <inheritdoc cref="RecordingAsync"/>
    public Task<byte[]> OutlineAsync(Share share) =>
        share.IsFrozen ? Task.FromResult(Kept(share)) : Live(share, (id, asked) => Task.FromResult(shelf.Outline(id, asked)));

    /// <summary>How far the recording is that its viewers wait for.</summary>
    public async Task<RecordingProgress> ProgressAsync(Share share)
    {
        try
        {
            return await Live(share, (id, asked) => Task.FromResult(shelf.Progress(id, shelf.Named(id, asked))));
        }
        catch (NothingInsideException)
        {
            return RecordingProgress.None;
        }
    }

    private byte[] Kept(Share share) => shares.Content(share).Recording ?? throw new ShareUnreadableException();

    private static async Task<T> Live<T>(Share share, Func<string, InsideAsked, Task<T>> read)
    {
        var view = new ShareView(share.Kind, share.Target);
        try
        {
            return await read(view.Id, InsideAsked.Read(new(view.Query)));
        }
        catch (RunNotFoundException)
        {
            throw new NothingInsideException("refused", "This run is no longer there", "It was deleted after the link was made.");
        }
    }
}
