using Dashboard.Engine.Runs;
using Dashboard.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Dashboard.Web.Components.Layout;

/// <summary>The frame of every page: top bar, what the engine is doing, banners.</summary>
public sealed partial class MainLayout : IDisposable
{
    private readonly CancellationTokenSource left = new();
    private EngineState engine = new(0, 0, null);
    private ErrorBoundary? boundary;
    private bool open;

    // Colours are CSS tokens (wwwroot/css/tokens.css), so that light and dark need no script and no second render.
    private readonly MudTheme theme = new()
    {
        LayoutProperties = new LayoutProperties { AppbarHeight = "56px", DefaultBorderRadius = "6px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = ["Inter Variable", "system-ui", "sans-serif"], FontSize = "14px", LineHeight = "1.43", LetterSpacing = "0" },
            Body1 = new Body1Typography { FontSize = "14px", LineHeight = "20px", LetterSpacing = "0" },
            Body2 = new Body2Typography { FontSize = "14px", LineHeight = "20px", LetterSpacing = "0" },
            Subtitle2 = new Subtitle2Typography { FontSize = "14px", LineHeight = "20px", LetterSpacing = "0" },
            Caption = new CaptionTypography { FontSize = "12px", LineHeight = "16px", LetterSpacing = "0" },
            H6 = new H6Typography { FontSize = "16px", LineHeight = "24px", FontWeight = "600", LetterSpacing = "0" },
            Button = new ButtonTypography { FontSize = "13px", LineHeight = "20px", FontWeight = "500", LetterSpacing = "0", TextTransform = "none" },
        },
    };

    [CascadingParameter] private HttpContext? Http { get; set; }

    /// <summary>The visitor's time zone, carried from the first response into the live page.</summary>
    [PersistentState] public string? TimeZone { get; set; }

    private string EngineText => (engine.Running, engine.Queued) switch
    {
        (0, 0) => "Idle",
        (var r, 0) => $"{r} training",
        (0, var q) => $"{q} queued",
        var (r, q) => $"{r} training, {q} queued",
    };

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        engine = Runs.State;
        TimeZone ??= Http?.Request.Cookies["time-zone"];
        Clock.SetZone(TimeZone);
    }

    /// <inheritdoc />
    protected override void OnParametersSet() => boundary?.Recover();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        var asked = Browser.TimeZoneAsync();
        // There is no error boundary around the frame; without its news the page itself goes on.
        BackgroundWork.Start(InvokeAsync, FollowAsync, e =>
        {
            Logger.NewsEnded(e);
            return Task.CompletedTask;
        });
        if (await asked is { } zone) Clock.SetZone(zone);
    }

    private async Task FollowAsync()
    {
        using var page = Pages.Open();
        using var subscription = Runs.SubscribeAll();
        try
        {
            await foreach (var update in subscription.ReadAllAsync(left.Token))
            {
                if (engine == update.Engine) continue;
                engine = update.Engine;
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        left.Cancel();
        left.Dispose();
    }
}

internal static partial class LayoutLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The frame of a page no longer follows the engine")]
    public static partial void NewsEnded(this ILogger logger, Exception e);
}
