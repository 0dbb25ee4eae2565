using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Web.Charts;

/// <summary>The few things only the visitor's browser can do; one a circuit.</summary>
/// <remarks>Calls made while the connection is down do nothing; a slow connection has the minute Blazor allows by default.</remarks>
public sealed class Browser(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? module;

    /// <summary>Switches between light and dark and remembers the choice.</summary>
    public Task ToggleThemeAsync() => CallAsync("toggleTheme");

    /// <summary>Puts text on the clipboard.</summary>
    /// <returns>Whether it got there.</returns>
    public Task<bool> CopyAsync(string text) => CallAsync("copy", text);

    /// <summary>Saves text as a file.</summary>
    public Task<bool> DownloadAsync(string fileName, string contentType, string text) => CallAsync("download", fileName, contentType, text);

    /// <summary>Keeps what is being written in a form, for this tab, until <see cref="DropDraftAsync"/>; a later one of its kind replaces it.</summary>
    /// <param name="name">"kind|rest": the form, and what it is about.</param>
    /// <param name="fields">Texts by field.</param>
    public Task<bool> KeepDraftAsync(string name, IReadOnlyDictionary<string, string> fields) => CallAsync("keepDraft", name, fields);

    /// <summary>What was kept under that very name, with what was typed while the server could not hear it; or null.</summary>
    /// <remarks>It comes from the browser: any fields, any texts.</remarks>
    public async Task<IReadOnlyDictionary<string, string>?> ReadDraftAsync(string name)
    {
        try
        {
            return await (await Module()).InvokeAsync<Dictionary<string, string>?>("readDraft", name);
        }
        catch (Exception e) when (IsGone(e) || e is JsonException)
        {
            return null;
        }
    }

    /// <summary>Forgets the draft of that kind.</summary>
    public Task<bool> DropDraftAsync(string kind) => CallAsync("dropDraft", kind);

    /// <summary>The visitor's time zone by its IANA name, or null where it cannot be asked.</summary>
    public Task<string?> TimeZoneAsync() => AskAsync("timeZone");

    /// <summary>The query string of the page's address as it now is, with what scripts changed; null where it cannot be asked.</summary>
    public Task<string?> QueryAsync() => AskAsync("query");

    /// <summary>Lets js/inside/page.js draw the Inside page in an element, until <see cref="CloseInsideAsync"/>.</summary>
    public Task<bool> OpenInsideAsync(ElementReference root) => CallAsync("openInside", root);

    /// <summary>The page is left.</summary>
    public Task<bool> CloseInsideAsync() => CallAsync("closeInside");

    /// <summary>Lets js/inside/learnt.js light seeds and answer keys in the page of what was learnt; it ends with the element.</summary>
    public Task<bool> OpenLearntAsync(ElementReference root) => CallAsync("openLearnt", root);

    /// <summary>What this tab kept with <see cref="KeepWatchedAsync"/>.</summary>
    /// <remarks>It comes from the browser: any texts.</remarks>
    public async Task<IReadOnlyList<T>> WatchedAsync<T>()
    {
        try
        {
            return await (await Module()).InvokeAsync<T[]>("watched");
        }
        catch (Exception e) when (IsGone(e) || e is JsonException)
        {
            return [];
        }
    }

    /// <summary>Keeps in this tab what is to be told when it ends.</summary>
    public Task<bool> KeepWatchedAsync(object watched) => CallAsync("keepWatched", watched);

    /// <summary>Says in the page's title how far it all is, and tells the end of what ended as a notification.</summary>
    public Task<bool> TellAsync(object progress) => CallAsync("tell", progress);

    private async Task<string?> AskAsync(string function)
    {
        try
        {
            return await (await Module()).InvokeAsync<string?>(function);
        }
        catch (Exception e) when (IsGone(e))
        {
            return null;
        }
    }

    private async Task<bool> CallAsync(string function, params object?[] arguments)
    {
        try
        {
            await (await Module()).InvokeVoidAsync(function, arguments);
            return true;
        }
        catch (Exception e) when (IsGone(e))
        {
            return false;
        }
    }

    private Task<IJSObjectReference> Module()
    {
        if (module is null or { IsFaulted: true } or { IsCanceled: true }) module = js.InvokeAsync<IJSObjectReference>("import", "./js/browser.js").AsTask();
        return module;
    }

    private static bool IsGone(Exception e) => e is JSException or JSDisconnectedException or OperationCanceledException;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (module is not { IsCompletedSuccessfully: true }) return;
        try
        {
            await (await module).DisposeAsync();
        }
        catch (Exception e) when (IsGone(e))
        {
            // The browser went first.
        }
    }
}
