using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Components.RunDetail;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Components;

/// <summary>The tab that shows networks of one length at others.</summary>
public sealed class LongerTestsTests : PageTest
{
    [Fact]
    public void Render_TestedTrials_ShowsTheirOwnLengthAmongTheOthers()
    {
        var spec = LabTasks.Of(SequenceKind.Adding).Preset(Protocol.Lab) with { Lengths = [50], TestLengths = [25, 100], Seeds = [1, 2, 3, 4], Models = [ModelKind.Lstm] };
        // All solve 50, half of them 25, none 100.
        Trial Tested(long seed) => Trials.At(spec, ModelKind.Lstm, 50, seed, TrialStatus.Done, new EpochResult(1, 0.001, 0.001, 1, 1) { Readings = [0] }) is var trial
            ? trial with { Result = trial.Result! with { Tests = [new(25, 0.01, [seed < 3 ? 1 : 20]), new(100, 0.3, [100])] } } : null!;

        var tab = Render<LongerTests>(p => p.Add(l => l.Spec, spec).Add(l => l.Trials, [.. spec.Seeds.Select(Tested)]));

        Assert.Equal(["4 of 40.00100", "2 of 40.0100", "0 of 40.300"], tab.FindAll("tbody td.number").Select(c => c.TextContent));
        Assert.Contains("LSTM: 2 of 4 at 25, 4 of 4 at 50, 0 of 4 at 100.", tab.Markup, StringComparison.Ordinal);
        Assert.Contains("15 to 85% (95%)", tab.Find("tbody td.number:nth-of-type(3)").GetAttribute("title"), StringComparison.Ordinal);
    }
}
