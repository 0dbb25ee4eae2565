namespace Dashboard.Web.Components.Shared;

/// <summary>Work that nobody awaits.</summary>
internal static class BackgroundWork
{
    /// <summary>Starts it; what it throws is told.</summary>
    /// <param name="invoke">Runs on the context it belongs to.</param>
    /// <param name="work">The work.</param>
    /// <param name="failed">Told on that context. An end because the page was left is no failure.</param>
    public static void Start(Func<Func<Task>, Task> invoke, Func<Task> work, Func<Exception, Task> failed) => _ = invoke(async () =>
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not (OperationCanceledException or ObjectDisposedException))
        {
            await failed(e);
        }
        catch (Exception)
        {
            // The page was left.
        }
    });
}
