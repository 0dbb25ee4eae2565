using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Shared;

/// <summary>A component that goes on by itself after it was drawn: it follows news, or fills in what takes time.</summary>
public abstract class LiveComponent : ComponentBase
{
    /// <summary>Whether it was drawn where somebody sees it change: never on a page that is only written by the server.</summary>
    protected bool IsLive { get; private set; }

    /// <inheritdoc />
    protected sealed override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        IsLive = true;
        OnLive();
    }

    /// <summary>It is live from now on, and may follow news.</summary>
    protected virtual void OnLive()
    {
    }

    /// <summary>Starts work of the component's own and returns at once. Where it throws, the nearest error boundary logs it and
    /// says so in the component's place; with a bare discard it would end without a word.</summary>
    /// <param name="work">On the component's own context.</param>
    protected void Background(Func<Task> work) => BackgroundWork.Start(InvokeAsync, work, DispatchExceptionAsync);

    /// <inheritdoc cref="Background(Func{Task})"/>
    protected void Background(Action work) => Background(() =>
    {
        work();
        return Task.CompletedTask;
    });
}
