using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Web.Charts;

/// <summary>Draws a <see cref="SeedsModel"/>.</summary>
public sealed partial class SeedsPlot : IAsyncDisposable
{
    // Narrower lanes cannot be told apart: the plot scrolls instead.
    private const double LeastLane = 2.5, LeastColumn = 8;
    private const int PhoneWidth = 250;

    private ElementReference root;
    private IJSObjectReference? module, pointing;
    private DotNetObjectReference<SeedsPlot>? self;

    [Parameter, EditorRequired] public required SeedsModel Model { get; set; }

    /// <summary>Pixels, the axis labels included.</summary>
    [Parameter] public int Height { get; set; } = 340;

    /// <summary>Charts with the same group share their hover.</summary>
    [Parameter] public string? Group { get; set; }

    /// <summary>Over its picture and table; null for the heading above it.</summary>
    [Parameter] public string? Title { get; set; }

    /// <summary>Where the server draws it for paper; null where the picture is taken from the page.</summary>
    [Parameter] public string? Svg { get; set; }

    /// <summary>A length of a line was chosen.</summary>
    [Parameter] public EventCallback<ChartSelection> OnSelect { get; set; }

    /// <summary>On pages without scripts: columns say their counts as titles.</summary>
    [CascadingParameter(Name = "Static")] public bool Static { get; set; }

    private int Least => (int)(Model.Lengths.Count * Math.Max(LeastColumn, LeastLane * Model.Lanes.Count + 2));

    // Ten pixels a digit, in a plot of half a page.
    private int Step => Math.Max(1, (int)Math.Ceiling(10.0 * Model.Lengths.Sum(Digits) / Math.Max(540, Least)));

    // On a phone, with half the width, every second name goes where all do not fit.
    private bool IsTight => Model.Lengths.Where((_, c) => c % Step == 0).Sum(l => 7 * Digits(l) + 8) > PhoneWidth;

    // What goes first where there is no room, and what goes next.
    private string? Rank(int name) => !IsTight ? null : name % 2 == 1 ? "odd" : name % 4 == 2 ? "second" : null;

    private static int Digits(int length) => length.ToString(CultureInfo.InvariantCulture).Length;

    /// <summary>Called by the script.</summary>
    [JSInvokable]
    public Task Select(string lineKey, double x) => OnSelect.InvokeAsync(new(lineKey, x));

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || Static) return;
        try
        {
            self = DotNetObjectReference.Create(this);
            module = await JS.InvokeAsync<IJSObjectReference>("import", "./Charts/SeedsPlot.razor.js");
            pointing = await module.InvokeAsync<IJSObjectReference>("point", root, new { Group, Selectable = OnSelect.HasDelegate }, self);
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone, or so slow that it goes on without pointing.
        }
    }

    private string Said(int column) => $"Length {Model.Lengths[column]}. {string.Join("; ", Model.Lanes.Select(l => $"{l.Name}: {Model.Words(l.Cells[column])}"))}";

    /// <summary>What the script says of each column.</summary>
    private string Columns() => JsonSerializer.Serialize(new
    {
        Lanes = Model.Lanes.Select(l => new { l.Key, l.Name, l.Tone, l.Selectable }),
        Columns = Model.Lengths.Select((length, c) => new { Length = length, Cells = Model.Lanes.Select(l => new { l.Cells[c].Counts, l.Cells[c].Diverged }) }),
    }, JsonSerializerOptions.Web);

    private static string F(double share) => SeedsModel.Text(share);

    private static string P(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (pointing is not null)
            {
                await pointing.InvokeVoidAsync("leave");
                await pointing.DisposeAsync();
            }
            if (module is not null) await module.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // Nothing is left to clean in a browser that is gone.
        }
        self?.Dispose();
    }
}
