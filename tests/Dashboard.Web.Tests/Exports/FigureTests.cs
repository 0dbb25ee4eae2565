using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Exports;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Exports;

public sealed class FigureTests
{
    private const string Hostile = "=cmd|x <script>alert(1)</script> ]]> \" onload=\"x\" \\write18 | **b**";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static Figure Two(LengthView? view = null, string name = "Raw", int seeds = 2, IReadOnlyList<int>? lengths = null)
    {
        var spec = Trials.Spec(lengths, seeds);
        CompareEntry Entry(string key, string called, double add)
        {
            var trials = Trials.All(spec, k => k.Length + (k.Seed * 2) + add);
            var run = new Run { Id = key, Name = called, Spec = spec, CreatedAt = default, Notes = called, TrialsDone = spec.TrialCount };
            return new(new RunData(key, called, spec, trials), run);
        }
        var memory = new MemoryLine("last input only", [(2, 30), (4, 30)]);
        return Figure.Of(new Comparison(Comparison.Styled([Entry("a", name, 0), Entry("b", "Standardized", 1)]), []), view ?? CompareView.Standard, [memory]);
    }

    [Fact]
    public void Csv_SeveralSeeds_HasMeanDeviationAndCount()
    {
        var lines = DataFiles.Csv(Two()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("run,name,model,length,mad_mean,mad_sd,mad_n,gradient_mean,gradient_sd,gradient_n,diverged,failed,may_be_wrong,solved,solvedLow,solvedHigh,seeds,origin", lines[0]);
        // Seeds 1 and 2 give 4 and 6: mean 5, sample deviation √2.
        Assert.StartsWith("a,Raw,rnn,2,5,1.4142135623730951,2,0.05,0,2,0,0,0,", lines[1]);
        Assert.Equal(1 + 2 * 2 * 3, lines.Length);
    }

    [Fact]
    public void Files_WithRoomForASentence_NameTheRunsTheirProtocolAndSeeds()
    {
        var figure = Two(seeds: 3);
        var source = "run Raw (simple, notebook protocol, seeds 1 to 3, data seed 42)";
        var drawn = string.Join(' ', XDocument.Parse(ChartSvg.Render(figure, Metric.Gradient)).Descendants(Svg + "text").Select(t => t.Value));

        Assert.Contains(source, drawn);
        Assert.Contains(SafeText.Markdown(source), TextTables.Markdown(figure, [Metric.Mad]));
        Assert.Contains(source, LatexTables.Render(figure, [Metric.Mad]));
        Assert.Contains("run Standardized (", drawn);
    }

    [Fact]
    public void Csv_TrialsThatDivergedOrFailed_AreCountedApart()
    {
        var spec = Trials.Spec([2], 4);
        var trials = Trials.All(spec, k => k.Seed).Select(t => t.Key switch
        {
            { Model: ModelKind.Rnn, Seed: 2 } => Trials.Diverged(spec, t.Key.Model, 2, 2),
            { Model: ModelKind.Rnn, Seed: 3 or 4 } => t with { Status = TrialStatus.Failed, Result = null },
            _ => t,
        }).ToArray();
        var run = new Run { Id = "a", Name = "A", Spec = spec, CreatedAt = default };
        var lines = DataFiles.Csv(Figure.Of(run, RunSeries.Of(spec, trials), CompareView.Standard, [])).Split("\r\n");
        Assert.StartsWith("a,A,rnn,2,1,,1,0.05,,1,1,2,0,0.5,", lines[1]);
        // A diverged seed was tried, a failed one was not: of the RNN two seeds count, of the LSTM's 1 to 4 all solve it.
        Assert.EndsWith(",2,trained", lines[1]);
        Assert.Contains(",4,0,0,0,1,", lines[2]);
        Assert.EndsWith(",1,4,trained", lines[2]);
    }

    /// <summary>A run of the torch engine of before, of 6 units: its LSTM's validation numbers may be wrong, its RNN's are not.</summary>
    private static (Run Run, RunSeries Series) Unsure()
    {
        var spec = Trials.Spec([2, 3]) with { Engine = EngineChoice.Torch };
        Trial[] trials = [.. Trials.All(spec, k => k.Length).Select(t => t with { Engine = "torch" })];
        var run = new Run { Id = "a", Name = "A_b", Spec = spec, CreatedAt = default, TrialsDone = 4, UnsureTrials = RunWarnings.Count(spec, trials) };
        return (run, RunSeries.Of(spec, trials));
    }

    [Fact]
    public void Files_OfARunWhoseValidationMayBeWrong_SayIt()
    {
        var (run, series) = Unsure();
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            string Text(Run of) => Encoding.UTF8.GetString(ExportFile.Of(Figure.Of(of, series, CompareView.Standard, []), format, null, default).Content);
            var (text, sound) = (Text(run), Text(run with { UnsureTrials = 0 }));
            if (format == ExportFormat.Csv)
            {
                Assert.Equal(["0", "0", "1", "1"], text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..5].Select(l => l.Split(',')[^6]));
                continue;
            }
            Assert.Contains("(PyTorch issue 173922)", Inked(text), StringComparison.Ordinal);
            Assert.Contains("2 LSTM trials were validated", Inked(text), StringComparison.Ordinal);
            Assert.DoesNotContain("173922", sound, StringComparison.Ordinal);
        }

        // SVG wraps, Markdown escapes.
        static string Inked(string text) => Regex.Replace(text.Replace("\\(", "(").Replace("\\)", ")"), @"\s*<[^>]*>\s*", " ");
    }

    [Fact]
    public void Files_OfAComparison_NameTheRunThatMayBeWrong()
    {
        var (run, series) = Unsure();
        CompareEntry Entry(Run of) => new(new RunData(of.Id, of.Name, of.Spec, series), of);
        var figure = Figure.Of(new Comparison(Comparison.Styled([Entry(run), Entry(run with { Id = "b", Name = "B", UnsureTrials = 0 })]), []), CompareView.Standard, []);
        Assert.StartsWith("2 LSTM trials of “A_b” were validated", figure.Warning);
        Assert.Contains(@"of “A\_b” were", LatexTables.Render(figure, [Metric.Mad]), StringComparison.Ordinal);
        Assert.Contains(@"of “A\_b” were", TextTables.Markdown(figure, [Metric.Mad]), StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_ShareSolved_HasWilsonsIntervalByTheThresholdAsked()
    {
        // Seeds 1 and 2 score 4 and 6 at length 2.
        string[] Solved(double? threshold) => DataFiles.Csv(Two(CompareView.Standard with { Solved = threshold })).Split("\r\n")[1].Split(',')[^5..];
        Assert.Equal(["0.5", "2"], [Solved(null)[0], Solved(null)[3]]);
        Assert.Equal("0", Solved(4)[0]);
        Assert.Equal(["1", "1"], [Solved(7)[0], Solved(7)[2]]);
        // Wilson's lower end of 1 of 2: (1 + z²/2 − z√(1/2 + z²/4)) / (2 + z²).
        Assert.Equal(0.0945, double.Parse(Solved(null)[1], System.Globalization.CultureInfo.InvariantCulture), 4);
    }

    [Fact]
    public void Svg_EverySeed_HasALaneALineAndTheSentenceInItsKey()
    {
        var figure = Two(CompareView.Standard with { Score = ScoreView.Seeds }, Hostile, seeds: 20);
        var svg = XDocument.Parse(ChartSvg.Render(figure, Metric.Mad)).Root!;
        var bars = svg.Descendants(Svg + "path").Where(p => p.Attribute("stroke-width")?.Value == ".6").ToArray();
        Assert.Equal(4, bars.Length);
        // The second run's are outlined.
        Assert.Equal(["#C8500A", "#fff", "#0A5CA8", "#fff"], bars.Select(b => b.Attribute("fill")!.Value));
        Assert.Contains(svg.Descendants(Svg + "text"), t => t.Value == "Sequence length, evenly spaced");
        Assert.Contains("all results", string.Join(' ', svg.Descendants(Svg + "text").Select(t => t.Value)));
        Assert.DoesNotContain("<script", svg.ToString());
    }

    [Fact]
    public void Svg_Solved_IsTheShareWithItsRuleAsTitle()
    {
        var svg = ChartSvg.Render(Two(CompareView.Standard with { Score = ScoreView.Solved, Solved = 6.5, Spread = Spread.Interval }), Metric.Mad);
        Assert.Contains(">MAD under 6.5</text>", svg);
        Assert.Contains(">100%</text>", svg);
        Assert.Contains("band: 95% Wilson interval", svg);
    }

    [Fact]
    public void Tables_OfScores_AreFollowedByTheShareSolved()
    {
        var markdown = TextTables.Markdown(Two(), [Metric.Mad]);
        Assert.Contains("## Solved (MAD under 5) by length", markdown);
        Assert.Contains("| 2 | 1 of 2 (9 to 91%) | 0 of 2 (0 to 66%) |", markdown);
        Assert.Contains(@"1 of 2 (9 to 91\%)", LatexTables.Render(Two(), [Metric.Mad]));
        Assert.Contains("<td>1 of 2 (9 to 91%)</td>", HtmlReport.Render(Two(), default));
    }

    [Fact]
    public void Csv_HiddenAndZoomedAway_IsLeftOutAndABandAddsItsEnds()
    {
        var text = DataFiles.Csv(Two(CompareView.Standard with { Hidden = "a,b/lstm", Zoom = new(3, 4), Spread = Spread.Range, Score = ScoreView.Median }));
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("run,name,model,length,mad_median,mad_sd,mad_n,mad_low,mad_high,", lines[0]);
        Assert.Equal(["b,Standardized,rnn,3,7,1.4142135623730951,2,6,8", "b,Standardized,rnn,4,8,1.4142135623730951,2,7,9"], lines[1..].Select(l => string.Join(',', l.Split(',')[..9])));
    }

    [Fact]
    public void Csv_IntervalWhereThereCanBeNone_SaysRange()
    {
        var lines = DataFiles.Csv(Two(CompareView.Standard with { Spread = Spread.Interval })).Split("\r\n");
        Assert.Contains(",mad_low,mad_high,mad_band,", lines[0]);
        // Two seeds, 4 and 6.
        Assert.StartsWith("a,Raw,rnn,2,5,1.4142135623730951,2,4,6,range,", lines[1]);
    }

    [Fact]
    public void Svg_KeyOfSeedsBandAndMemory_IsWrappedNotCut()
    {
        var view = CompareView.Standard with { Spread = Spread.Interval };
        var texts = XDocument.Parse(ChartSvg.Render(Two(view with { Score = ScoreView.Mean }, seeds: 5), Metric.Mad)).Descendants(Svg + "text").Select(t => t.Value).ToArray();
        var key = texts.SkipWhile(t => !t.StartsWith("line: mean", StringComparison.Ordinal)).TakeWhile(t => t != "Raw").ToArray();

        Assert.StartsWith("line: mean of the seeds; band: 95% interval, or range of under 4 seeds or two groups; dotted: predictors that know part of the input only; Every mean has",
            string.Join(' ', key));
        // 600 units are left beside the models' names, at some 6.5 a character.
        Assert.InRange(key[0].Length, 20, 92);
    }

    [Fact]
    public void Svg_Comparison_IsXmlThatHoldsEveryLineAndNameWithoutScript()
    {
        foreach (var metric in Enum.GetValues<Metric>())
        {
            var svg = XDocument.Parse(ChartSvg.Render(Two(CompareView.Standard with { Spread = Spread.Interval }, Hostile), metric)).Root!;
            Assert.Equal(4, svg.Descendants(Svg + "path").Count(p => p.Attribute("stroke-width")?.Value == "2" && p.Attribute("fill")?.Value == "none"));
            Assert.Equal(4, svg.Descendants(Svg + "polygon").Count());
            Assert.Contains(svg.Descendants(Svg + "text"), t => t.Value == Hostile);
            Assert.Contains(svg.Descendants(Svg + "text"), t => t.Value == "Standardized");
            Assert.DoesNotContain(svg.DescendantsAndSelf(), e => e.Name.LocalName is "script" or "foreignObject" or "image" || e.Attributes().Any(a => a.Name.LocalName.StartsWith("on") || a.Name.LocalName == "href"));
        }
        Assert.Contains("last input only, 30.0", ChartSvg.Render(Two(), Metric.Mad));
    }

    [Fact]
    public void Svg_LongNames_AreWrappedNotCut()
    {
        var name = string.Join(' ', Enumerable.Range(1, 60));
        var texts = XDocument.Parse(ChartSvg.Render(Two(name: name), Metric.Mad)).Descendants(Svg + "text").Select(t => t.Value).ToList();
        var start = texts.FindIndex(t => t.StartsWith("1 2 3 4", StringComparison.Ordinal));
        Assert.Equal(name, $"{texts[start]} {texts[start + 1]}");
    }

    [Fact]
    public void Svg_TenRunsOf27Lengths_IsBelow300Kilobytes()
    {
        var spec = Trials.Spec(Dashboard.Engine.Experiments.Presets.Lengths, 20);
        var entries = Enumerable.Range(0, 10).Select(i => new CompareEntry(new RunData($"r{i}", $"Run {i}", spec, Trials.All(spec, k => 10 + Math.Sin(k.Length * k.Seed + i))), null)).ToList();
        var figure = Figure.Of(new Comparison(Comparison.Styled(entries), []), CompareView.Standard with { Spread = Spread.Range }, []);
        Assert.InRange(ChartSvg.Render(figure, Metric.Mad).Length, 10_000, 300_000);
        Assert.InRange(ChartSvg.Render(figure with { Scores = ScoreFigure.Of(figure.Runs, new() { Score = ScoreView.Mean, Spread = Spread.Range }, [], []) }, Metric.Mad).Length, 10_000, 300_000);
    }

    [Fact]
    public void Html_HostileNames_IsOneFileWithoutScriptOrAddress()
    {
        var html = HtmlReport.Render(Two(name: Hostile), new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("onload=\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=", html);
        Assert.Equal(2, html.Split("<svg ").Length - 1);
        Assert.Contains("2026-01-02 03:04 UTC", html);
        Assert.Contains("5.00 ± 1.41", html);
    }

    [Fact]
    public void Markdown_HostileName_KeepsEveryRowAsWide()
    {
        var rows = TextTables.Markdown(Two(name: Hostile + "\n| x |"), [Metric.Mad]).Split('\n').Where(l => l.StartsWith('|')).ToList();
        // Cell borders are bars that no backslash stands before.
        Assert.Equal(2 * (2 + 3), rows.Count);
        Assert.All(rows, r => Assert.Equal(6, System.Text.RegularExpressions.Regex.Count(r, @"(?<!\\)\|")));
    }

    [Fact]
    public void Latex_HostileName_OpensAndClosesWhatItShould()
    {
        var tex = LatexTables.Render(Two(name: Hostile), [Metric.Mad, Metric.Gradient]);
        Assert.DoesNotContain(@"\write18", tex);
        Assert.Equal(3, tex.Split(@"\begin{tabular}").Length - 1);
        Assert.Contains(@"2 & 5.00 $\pm$ 1.41 & 6.00 $\pm$ 1.41 & 5.00 $\pm$ 1.41 & 6.00 $\pm$ 1.41 \\", tex);
        Assert.Equal(0, tex.Replace(@"\{", "").Replace(@"\}", "").Aggregate(0, (open, c) => c == '{' ? open + 1 : c == '}' ? open - 1 : open));
    }

    /// <summary>A table fits the page however long the names of its runs are.</summary>
    [Fact]
    public void Latex_SeveralRuns_StandUnderTheirModelsAsLettersThatTheCaptionExplains()
    {
        var tex = LatexTables.Render(Two(name: "A name that is as long as people like to make names of runs"), [Metric.Mad]);

        Assert.Contains(" & \\multicolumn{2}{c}{RNN} & \\multicolumn{2}{c}{LSTM} \\\\\nLength & A & B & A & B \\\\\n", tex, StringComparison.Ordinal);
        Assert.Contains("A: A name that is as long as people like to make names of runs. B: Standardized.", tex, StringComparison.Ordinal);
        // Four columns of "1 of 2 (9 to 91%)" are wider than a page at the text's size, four of "5.00 ± 1.41" are not.
        Assert.Equal([false, true], tex.Split("\\begin{table}")[1..].Select(t => t.Contains("size\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void Latex_WiderThanAPage_IsATableForEachModel()
    {
        var spec = Trials.Spec([2], 20);
        var entries = Enumerable.Range(0, 4).Select(i => $"run {i}").Select(name =>
            new CompareEntry(new RunData(name, name, spec, Trials.All(spec, k => k.Seed)), new Run { Id = name, Name = name, Spec = spec, CreatedAt = default })).ToList();
        var tables = LatexTables.Render(Figure.Of(new Comparison(Comparison.Styled(entries), []), CompareView.Standard, []), [Metric.Mad]).Split("\\begin{table}")[1..];

        // Eight columns of means, then of shares with their intervals.
        Assert.Equal(4, tables.Length);
        Assert.Equal(["RNN", "LSTM", "RNN", "LSTM"], tables.Select(t => Regex.Match(t, @"by length, (\w+)\.").Groups[1].Value));
        Assert.All(tables, t => Assert.Contains("\\begin{tabular}{rrrrr}", t, StringComparison.Ordinal));
    }

    [Fact]
    public void Json_Run_HasSettingsAndNullWhereNothingFinished()
    {
        var spec = Trials.Spec();
        var run = new Run { Id = "a", Name = "One", Spec = spec, CreatedAt = default };
        var figure = Figure.Of(run, RunSeries.Of(spec, [Trials.Diverged(spec, ModelKind.Rnn, 2, 1)]), new(), []);
        var root = JsonDocument.Parse(DataFiles.JsonText(figure)).RootElement;
        var point = root.GetProperty("runs")[0].GetProperty("series")[0].GetProperty("points")[0];
        Assert.Equal((JsonValueKind.Null, 1), (point.GetProperty("mad").GetProperty("value").ValueKind, point.GetProperty("diverged").GetInt32()));
        Assert.Equal("notebook", root.GetProperty("runs")[0].GetProperty("settings").GetProperty("protocol").GetString());
        // The published result is drawn beside it, so it is exported beside it.
        Assert.True(root.GetProperty("runs")[1].GetProperty("published").GetBoolean());
    }
}
