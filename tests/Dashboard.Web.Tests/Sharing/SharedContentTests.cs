using Dashboard.Engine.Findings;
using Dashboard.Engine.Statistics;
using Dashboard.Web.Sharing;

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

    private static (string, Verdict, string, int, string) Said(TestedClaim claim) =>
        (claim.Id, claim.Verdict, string.Join(' ', claim.Effects), claim.Panels.Count, claim.Sentence);
}
