using System.Xml.Linq;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Exports;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Charts;

public sealed class ChartLayoutTests : BunitContext
{
    // A plot on the page of a laptop.
    private const double Width = 560, Height = 260;

    [Fact]
    public void Show_PublishedPanelsWithCrowdedRules_NoNameLiesOnALineOrAnotherName()
    {
        foreach (var panel in Presets.Panels)
        {
            var published = Reference.Published(panel);
            // On realistic data predictors that score what the networks do, and a little more and less: as crowded as it gets.
            MemoryLine Near(string name, double factor) => new(name, [.. published.Where(p => p.Model == 0).Select(p => (p.Length, p.Mad * factor))]);
            MemoryLine Level(string name, double at) => new(name, [(2, at), (45, at)]);
            MemoryLine[] memory = panel.Sequence == SequenceKind.Simple
                ? [Level("constant", 32), Level("last input only", 30), Level("last input and the sign of the first", 15), Level("first and last", 0)]
                : [new("constant", [(2, 33), (20, 25), (45, 12.4)]), Near("last input only", 1.1), Near("last input and the sign of the first", 0.9), Level("first and last", 0.1)];
            // Zoomed simple results fill the plot from bottom to top: there a long name has to lie on something.
            foreach (var range in panel.Sequence == SequenceKind.Simple ? [null] : new[] { null, new ChartRange(5, 30) })
            {
                var chart = ComparisonSeries.Build([], new() { Metric = Metric.Mad, Published = published, Memory = memory, Zoom = range });
                foreach (var label in chart.Labels)
                {
                    var on = chart.Lines.FirstOrDefault(line => Pixels(chart, line.Points).Any(p => Covers(chart, label, p.X, p.Y)));
                    Assert.True(on is null, $"{panel.Name}, {range}: “{label.Text}” lies on {on?.Name}");
                    var (x, y) = Middle(chart, label);
                    Assert.DoesNotContain(chart.Labels, other => other != label && Covers(chart, other, x, y));
                }
                Assert.Equal(["constant", "first and last", "last input and the sign of the first", "last input only"],
                    memory.Select(m => m.Name).Where(name => chart.Labels.Any(l => l.Text.Contains(name, StringComparison.Ordinal))).Order());
            }
        }
    }

    [Fact]
    public void Show_RuleThatLeavesThePlot_IsCutAtItsEdgeAndNamedThereWhereItNeverEnters()
    {
        ChartModel Chart(params (int, double)[] points) => ComparisonSeries.Build([], new() { Metric = Metric.Mad, Published = Reference.Published(new Panel(SequenceKind.Realistic, 2, false)), Memory = [new("constant", points)] });
        // The axis ends at 10; the line crosses it half-way between lengths 20 and 40.
        var path = Assert.Single(Chart((2, 15), (20, 15), (40, 5)).RulePaths);
        Assert.Equal([[30, 10], [40, 5], [45, 5]], path.Select(p => p.ToArray()));

        var above = Chart((2, 30), (45, 20));
        Assert.Empty(above.RulePaths);
        Assert.Contains(above.Labels, l => l.Text == "↑ constant");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(3.4, 17.2)]
    [InlineData(30.0, 45.0)]
    public void Show_AnyZoom_PageWithoutScriptAndExportHaveTheModelsTicksAndText(double? from, double? to)
    {
        var spec = Trials.Spec(Presets.Lengths, 2) with { Low = -3000, High = 3000 };
        var run = new Dashboard.Engine.Runs.Run { Id = "a", Name = "Wide", Spec = spec, CreatedAt = default };
        var view = new LengthView { Zoom = from is { } a ? new(a, to!.Value) : null };
        var figure = Figure.Of(run, RunSeries.Of(spec, Trials.All(spec, k => 40 * k.Length + k.Seed)), view, [new("last input only", [(2, 30), (45, 1500)])]);
        string[] expected = [.. figure.Scores.Chart.X.Marks.Concat(figure.Scores.Chart.Y.Marks).Select(m => m.Text).Concat(figure.Scores.Chart.Labels.Select(l => l.Text)).Order(StringComparer.Ordinal)];
        Assert.Contains("2,000", expected);

        string[] page = [.. Render<StaticChart>(p => p.Add(c => c.Model, figure.Scores.Chart)).FindAll(".tick, .plot-text").Select(e => e.TextContent.Trim()).Order(StringComparer.Ordinal)];
        XNamespace svg = "http://www.w3.org/2000/svg";
        string[] export = [.. XDocument.Parse(ChartSvg.Render(figure, Metric.Mad)).Descendants(svg + "text").Select(t => t.Value)];

        Assert.Equal(expected, page);
        Assert.Empty(expected.Except(export));
    }

    private static (double X, double Y) Middle(ChartModel chart, ChartLabel label)
    {
        var half = HalfWidth(label) * label.Anchor switch { LabelAnchor.Start => 1, LabelAnchor.End => -1, _ => 0 };
        return (chart.X.Share(label.X) * Width + label.Dx + half, (1 - chart.Y.Share(label.Y)) * Height + label.Dy);
    }

    private static double HalfWidth(ChartLabel label) => label.Text.Length * 2.9;

    private static bool Covers(ChartModel chart, ChartLabel label, double x, double y)
    {
        var middle = Middle(chart, label);
        return Math.Abs(x - middle.X) < HalfWidth(label) && Math.Abs(y - middle.Y) < 6;
    }

    /// <summary>A line in steps of about a pixel.</summary>
    private static IEnumerable<(double X, double Y)> Pixels(ChartModel chart, IReadOnlyList<double?[]> points)
    {
        for (var i = 0; i + 1 < points.Count; i++)
            if (points[i] is [{ } x1, { } y1] && points[i + 1] is [{ } x2, { } y2])
                for (var step = 0; step <= 300; step++)
                    yield return (chart.X.Share(x1 + step / 300.0 * (x2 - x1)) * Width, (1 - chart.Y.Share(y1 + step / 300.0 * (y2 - y1))) * Height);
    }
}
