using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Components.Machines;
using Dashboard.Web.Operations;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Web.Components.Pages;

/// <summary>What the server is and does, for people, kept up to date while it is looked at.</summary>
public sealed partial class Status : IDisposable
{
    /// <summary>Damaged records listed; the log has all.</summary>
    private const int MostDamaged = 50;

    // A machine's heartbeats come once a second.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>How long the last loss is told in full.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource left = new();
    private ServerFacts facts = null!;
    private IReadOnlyList<QueuedRun> queue = [];

    [Inject] private ServerStatus Server { get; set; } = null!;
    [Inject] private RunService Runs { get; set; } = null!;
    [Inject] private LabActions Lab { get; set; } = null!;
    [Inject] private TimeProvider Time { get; set; } = null!;

    private IReadOnlyList<Turn> Turns => Runs.Turns;

    private (string Word, string Icon, string? Class) Look => facts.Readiness switch
    {
        Readiness.Ready when NodeLook.Worst(facts.Cluster) is { } worst => worst,
        Readiness.Ready => ("Ready", Icons.Material.Outlined.CheckCircle, null),
        Readiness.Degraded => ("Degraded", Icons.Material.Outlined.ErrorOutline, "warn"),
        _ => ("Storage unavailable", Icons.Material.Outlined.ErrorOutline, "bad"),
    };

    private ClusterEvent? LastLoss => facts.Cluster.Events.FirstOrDefault(e => e.Trials > 0 && e.Kind is EventKind.HandedOn or EventKind.StartedAgain && Time.GetUtcNow().UtcDateTime - e.At < Remembered);

    private string Now => facts.TrialsASecond is var rate && rate < 0.05 ? "no trials" : $"{(rate < 10 ? Numbers.Fixed(rate, 1) : Numbers.Count((long)Math.Round(rate)))} {Counted.Noun(2, "trial")} a second";

    // A build from a repository says which commit after a plus; its first seven digits tell people apart enough.
    private string Version => facts.Version.Split('+') is [var version, { Length: > 7 } commit] ? $"{version} ({commit[..7]})" : facts.Version;

    private string Vectors => facts.VectorLanes == 1 ? "no vector instructions" : $"{facts.VectorLanes * 32}-bit vectors, {Numbers.Of(facts.VectorLanes, "number")} at once";

    /// <inheritdoc />
    protected override void OnInitialized() => Read();

    private void Read() => (facts, queue) = (Server.ReadAll(), Runs.Desk.Queue);

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        using var timer = new PeriodicTimer(Pace, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(left.Token))
            {
                Read();
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
