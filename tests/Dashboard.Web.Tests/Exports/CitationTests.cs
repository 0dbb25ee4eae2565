using Dashboard.Engine.Runs;
using Dashboard.Web.Exports;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Exports;

/// <summary>A citation names what has to be known to train it again, and is safe to paste whatever a run is called.</summary>
public sealed class CitationTests
{
    private static Run Run(string name) => new()
    {
        Id = "0123456789abcdef", Name = name, Spec = Trials.Spec([2, 3], 3), CreatedAt = new(2026, 11, 1), EndedAt = new(2026, 11, 27), TrialsDone = 12,
    };

    [Fact]
    public void Text_FinishedRun_NamesVersionSeedsDataDayAndAddress()
    {
        var text = new Citation("One", [Run("One")], "http://lab/runs/1").Text;

        Assert.Matches(@"^“One”\. RNN & LSTM lab \d+\.\d+\.\d+\. Trained 27 November 2026\. Simple, \w+ protocol, seeds 1 to 3, data seed \d+\. http://lab/runs/1$", text);
    }

    [Fact]
    public void Text_RunThatGoesOn_SaysHowFarItIs() =>
        Assert.Contains("5 of 12 trials so far", new Citation("One", [Run("One") with { TrialsDone = 5 }], "").Text);

    [Fact]
    public void Bibtex_HostileName_ClosesWhatItOpens()
    {
        var entry = new Citation("}\\write18{x} & _", [Run("}\\write18{x} & _"), Run("b")], "http://lab/compare?runs=1,2").Bibtex;

        Assert.StartsWith("@misc{rnn-lstm-lab-comparison,", entry);
        var depth = 0;
        for (var i = 0; i < entry.Length; i++)
        {
            if (i > 0 && entry[i - 1] == '\\') continue;
            depth += entry[i] switch { '{' => 1, '}' => -1, _ => 0 };
            Assert.True(depth > 0 || i == entry.Length - 1 || i < 6, $"Closed at {i}: {entry}");
        }
        Assert.Equal(0, depth);
        Assert.DoesNotContain("\\write18", entry);
        Assert.Contains("year = {2026}", entry);
    }
}
