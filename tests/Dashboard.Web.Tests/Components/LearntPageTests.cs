using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;

namespace Dashboard.Web.Tests.Components;

public sealed class LearntPageTests : PageTest
{
    [Fact]
    public async Task Render_ARunOfATaskThatIsNotTheDecks_SaysWhy()
    {
        var run = App.Runs.Launch(LabTasks.Of(SequenceKind.Adding).Preset(Protocol.Lab));
        App.Runs.Cancel(run.Id);

        var page = await App.CreateClient().GetStringAsync($"/runs/{run.Id}/learnt", TestContext.Current.CancellationToken);

        Assert.Contains("networks learn Adding.", page, StringComparison.Ordinal);
    }
}
