using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Statistics;
using Dashboard.Web.Sharing;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Sharing;

public sealed class SharedContentTests
{
    [Fact]
    public void FromJson_FrozenStudy_SaysOfEveryClaimWhatItSaid()
    {
        var findings = StudyFindings.PublishedResult;

        var back = SharedContent.FromJson(new SharedContent([], [], Findings: findings).ToJson()).Findings!;

        Assert.Equal(7, back.Claims.Count);
        Assert.Equal(findings.Claims.Select(Said), back.Claims.Select(Said));
    }

    /// <summary>A link frozen by a version whose runs did not know it.</summary>
    [Fact]
    public void Counted_FrozenBeforeItWasCounted_CountsItsTrialsOrAsksTheRun()
    {
        var spec = Trials.Spec([2, 3]) with { Engine = EngineChoice.Torch };
        Trial[] trials = [.. Trials.All(spec, k => k.Length).Select(t => t with { Engine = "torch" })];
        var run = new Run { Id = "a", Name = "A", Spec = spec, CreatedAt = default };
        int? Of(IReadOnlyList<Trial> kept, Run? now) =>
            SharedContent.FromJson(new SharedContent(["a"], [new(run, kept, null)]).ToJson()).Counted(_ => now).Runs.Single().Run.UnsureTrials;

        Assert.Equal(2, Of(trials, null));
        Assert.Equal(5, Of([], run with { UnsureTrials = 5 }));
        Assert.Null(Of([], null));
    }

    private static (string, Verdict, string, int, string) Said(TestedClaim claim) =>
        (claim.Id, claim.Verdict, string.Join(' ', claim.Effects), claim.Panels.Count, claim.Sentence);
}
