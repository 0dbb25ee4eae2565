using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Components.RunDetail;
using Dashboard.Web.Tests.Support;
using MudBlazor.Services;

namespace Dashboard.Web.Tests.Components;

public sealed class TrialsTableTests : BunitContext, IAsyncLifetime
{
    public TrialsTableTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    async ValueTask IAsyncDisposable.DisposeAsync() => await base.DisposeAsync();

    private IRenderedComponent<TrialsTable> Table(IReadOnlyList<Trial> trials, Action<ComponentParameterCollectionBuilder<TrialsTable>>? more = null) =>
        Render<TrialsTable>(p =>
        {
            p.Add(t => t.RunId, "id").Add(t => t.Spec, Trials.Spec(seeds: 20)).Add(t => t.Trials, trials);
            more?.Invoke(p);
        });

    [Fact]
    public void Render_ManyTrials_ShowsAPageAndGoesOn()
    {
        var table = Table(Trials.All(Trials.Spec(seeds: 20), k => k.Seed));
        Assert.Equal(20, table.FindAll("tbody tr").Count);
        table.Find("button[aria-label='Next page']").Click();
        Assert.Contains("21–40 of 120 trials", table.Markup);
    }

    [Fact]
    public void Render_Diverged_SaysNotFiniteNeverNaN()
    {
        var table = Table([Trials.Diverged(Trials.Spec(seeds: 20), ModelKind.Rnn, 2, 1)]);
        Assert.Contains("not finite", table.Markup);
        Assert.DoesNotContain("NaN", table.Markup);
    }

    [Fact]
    public void Render_SortedDescending_PutsTrialsWithoutValueLast()
    {
        var spec = Trials.Spec(seeds: 20);
        IReadOnlyList<Trial> trials = [new(0, new(ModelKind.Rnn, 2, 9), TrialStatus.Queued), Trials.Done(spec, ModelKind.Rnn, 2, 1, 5), Trials.Done(spec, ModelKind.Rnn, 2, 2, 7)];
        var table = Table(trials, p => p.Add(t => t.Sort, "-mad"));
        Assert.Equal(["7.00", "5.00", "–"], table.FindAll("tbody tr td:nth-child(5)").Select(td => td.TextContent));
    }
}
