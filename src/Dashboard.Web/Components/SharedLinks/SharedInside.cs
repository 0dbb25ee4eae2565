using Dashboard.Engine.Runs;
using Dashboard.Web.Inside;
using Dashboard.Web.Sharing;

namespace Dashboard.Web.Components.SharedLinks;

/// <summary>
/// The networks a link shows: a frozen link those that were kept with it, a live one what the shelf holds of them, else what
/// was kept. Nothing is trained for a stranger; where neither has them the page says who can bring them back.
/// </summary>
internal sealed class SharedInside(ShareService shares, RecordingShelf shelf)
{
    /// <summary>The recording, compressed with gzip.</summary>
    /// <exception cref="NothingInsideException">It cannot be shown, or not yet.</exception>
    /// <exception cref="ShareUnreadableException">What was kept with the link is damaged.</exception>
    public byte[] Recording(Share share) => There(share) ?? throw new NothingInsideException("waiting", "Not at hand any more",
        "The lab keeps only what was looked at lately, and trains nothing for a shared page. Whoever shared this link opens Inside at this length and seed; this page then fills in by itself.");

    /// <summary>What can be drawn at once: all of it where it is there, else sequences, targets and saved curves.</summary>
    /// <inheritdoc cref="Recording"/>
    public byte[] Outline(Share share)
    {
        try
        {
            if (There(share) is { } whole) return whole;
        }
        catch (NothingInsideException e) when (e.ForStrangers is not null)
        {
            // Not trained yet: its data can be drawn all the same.
        }
        return Ask(share, shelf.Outline);
    }

    /// <summary>How far a recording is that somebody else waits for.</summary>
    public RecordingProgress Progress(Share share)
    {
        try
        {
            return Ask(share, (id, asked) => shelf.Progress(id, shelf.Named(id, asked)));
        }
        catch (NothingInsideException)
        {
            return RecordingProgress.None;
        }
    }

    private byte[]? There(Share share) => share.IsFrozen ? shares.Networks(share) ?? throw new ShareUnreadableException()
        : Ask(share, shelf.Held) ?? shares.Networks(share);

    // What is said of a run to whoever can do something about it is no use to a stranger.
    private static T Ask<T>(Share share, Func<string, InsideAsked, T> read)
    {
        var view = new ShareView(share.Kind, share.Target);
        try
        {
            return read(view.Id, InsideAsked.Read(new(view.Query)));
        }
        catch (RunNotFoundException)
        {
            throw new NothingInsideException("refused", "This run is no longer there", "It was deleted after the link was made.");
        }
        catch (NothingInsideException e) when (e.ForStrangers is { } words)
        {
            throw new NothingInsideException("waiting", e.Title, words) { ForStrangers = words };
        }
    }
}
