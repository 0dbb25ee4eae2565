using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Web.Charts;

/// <summary>A point of a chart that was chosen by click or keyboard.</summary>
/// <param name="LineKey">The key of its <see cref="ChartLine"/>.</param>
/// <param name="X">Its x.</param>
public readonly record struct ChartSelection(string LineKey, double X);

/// <summary>
/// Draws a <see cref="ChartModel"/> and follows its changes. Charts of one group share their hover. Colours are CSS
/// variables, so a change of theme needs no redraw.
/// </summary>
public sealed partial class ApexChart : IAsyncDisposable
{
    // A JS call over a lost connection would hang for a minute; it is made again until it gets through.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly string[] Scripts = ["Charts/ApexChart.razor.js", "lib/apexcharts/apexcharts.esm.js", "js/light.js", "js/walk.js"];

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // ApexCharts dies on members that are null.
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly CancellationTokenSource disposed = new();
    private ElementReference root;
    private IJSObjectReference? module, chart;
    private DotNetObjectReference<ApexChart>? self;
    private string? drawn;
    private bool drawing;
    private ChartRange? own;

    [Inject] private TimeProvider Time { get; set; } = TimeProvider.System;

    [Parameter, EditorRequired] public required ChartModel Model { get; set; }

    /// <summary>Pixels, the axis labels included.</summary>
    [Parameter] public int Height { get; set; } = 340;

    /// <summary>Charts with the same group share their hover; null stands alone.</summary>
    [Parameter] public string? Group { get; set; }

    /// <summary>Keeps its height and small markers on any screen: for side panels.</summary>
    [Parameter] public bool Small { get; set; }

    /// <summary>Over its picture and table; null for the heading above it.</summary>
    [Parameter] public string? Title { get; set; }

    /// <summary>What its picture says of the marks.</summary>
    [Parameter] public string? Key { get; set; }

    /// <summary>Where the server draws it for paper; null where the picture is taken from the page.</summary>
    [Parameter] public string? Svg { get; set; }

    /// <summary>A point was chosen.</summary>
    [Parameter] public EventCallback<ChartSelection> OnSelect { get; set; }

    /// <summary>Another part of x was chosen (null: all of it). Whoever listens gives the model that shows it; without a
    /// listener the chart keeps its zoom to itself.</summary>
    [Parameter] public EventCallback<ChartRange?> OnZoom { get; set; }

    /// <summary>Called by the script: a part of x was drawn up, or none is wanted any more.</summary>
    [JSInvokable]
    public Task Zoomed(double? from, double? to)
    {
        var zoom = from is { } a && to is { } b ? Model.Show(new(a, b)).Zoom : null;
        if (OnZoom.HasDelegate) return OnZoom.InvokeAsync(zoom);
        own = zoom;
        StateHasChanged();
        return Task.CompletedTask;
    }

    /// <summary>Called by the script.</summary>
    [JSInvokable]
    public Task Select(string lineKey, double x) => OnSelect.InvokeAsync(new(lineKey, x));

    private ChartModel Shown => own is null || OnZoom.HasDelegate ? Model : Model.Show(own);

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // One loop draws at a time, at human speed, and always ends on the newest model.
        if (drawing) return;
        drawing = true;
        try
        {
            while (!disposed.IsCancellationRequested && JsonSerializer.Serialize(Shown, Json) is var json && json != drawn)
            {
                if (!await DrawAsync(json)) break;
                await Task.Delay(Pace, Time, disposed.Token);
            }
        }
        catch (OperationCanceledException) when (disposed.IsCancellationRequested)
        {
            // The page is gone.
        }
        finally
        {
            drawing = false;
        }
    }

    /// <returns>Whether there is still a browser to draw in.</returns>
    private async Task<bool> DrawAsync(string json)
    {
        try
        {
            if (chart is null)
            {
                self ??= DotNetObjectReference.Create(this);
                module ??= await JS.InvokeAsync<IJSObjectReference>("import", disposed.Token, "./Charts/ApexChart.razor.js");
                chart = await module.InvokeAsync<IJSObjectReference>("create", disposed.Token, root, Parsed(json), new { Height, Group, Small, Selectable = OnSelect.HasDelegate }, self);
            }
            else
            {
                await chart.InvokeVoidAsync("update", Timeout, Parsed(json));
            }
            drawn = json;
            return true;
        }
        catch (OperationCanceledException) when (!disposed.IsCancellationRequested)
        {
            // Timed out: the connection is down or the browser busy. What was missed is drawn on the next round.
            return true;
        }
        catch (JSDisconnectedException)
        {
            return false;
        }
    }

    private static JsonElement Parsed(string json) => JsonDocument.Parse(json).RootElement;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await disposed.CancelAsync();
        try
        {
            if (chart is not null)
            {
                await chart.InvokeVoidAsync("destroy", Timeout);
                await chart.DisposeAsync();
            }
            if (module is not null) await module.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // Nothing is left to clean in a browser that is gone.
        }
        self?.Dispose();
        disposed.Dispose();
    }
}
