using CsCheck;
using Dashboard.Engine.Training;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;

namespace Dashboard.Web.Tests.Comparisons;

public sealed class CompareViewTests
{
    private static readonly CompareView Everything = new()
    {
        Runs = ["0198a", "published:simple-0-raw", "0198b"], Base = "published:simple-0-raw", Metric = Metric.Gradient, AllSettings = true,
        Charts = new()
        {
            Only = ModelKind.Lstm, Spread = Spread.Range, Score = ScoreView.Median, Solved = 7.5, Seeds = false, Published = false, Memory = false,
            Reading = GradientReading.AllBatches, LogGradient = false, LogMad = true, Hidden = "0198a/rnn,0198b", Zoom = new(4.5, 20),
        },
    };

    [Fact]
    public void Query_EverythingChanged_ReadsBackTheSame()
    {
        var read = CompareView.Parse(new(Everything.Query()));
        Assert.Equal(Everything.Runs, read.Runs);
        Assert.Equal(Everything, read with { Runs = Everything.Runs });
        Assert.All(CompareView.Parameters, p => Assert.Contains(p + "=", Everything.Query()));
    }

    [Fact]
    public void Query_AnyView_ReadsBackTheSame()
    {
        var key = Gen.OneOf(Gen.Const("published:realistic-6-standardized"), Gen.String[Gen.Char["abc&=+%#?/: é<\""], 1, 8].Where(s => s.Trim() == s && s.Length > 0));
        var views = from runs in key.Array[0, 10]
                    from spread in Gen.Enum<Spread>()
                    from score in Gen.Enum<ScoreView>()
                    from solved in Gen.Double[0.001, 1000]
                    from log in Gen.Bool
                    from zoom in Gen.Double[0, 100]
                    select new CompareView
                    {
                        Runs = [.. runs.Distinct()], Base = runs.FirstOrDefault(),
                        Charts = CompareView.Standard with { Spread = spread, Score = score, Solved = solved, LogMad = log, LogGradient = log ? null : false, Zoom = new(zoom, zoom + 1) },
                    };
        views.Sample(view => CompareView.Parse(new(view.Query())) is var read && read.Runs.SequenceEqual(view.Runs) && read with { Runs = view.Runs } == view, iter: 300);
    }

    [Fact]
    public void Query_Defaults_LeavesTheAddressShort()
    {
        Assert.Equal("", new CompareView().Query());
        Assert.Equal("?runs=a,published:simple-0-raw", new CompareView { Runs = ["a", "published:simple-0-raw"] }.Query());
    }

    [Theory]
    [InlineData("?from=9&to=3", "to")]
    [InlineData("?from=3&to=3", "to")]
    [InlineData("?from=1", "to")]
    [InlineData("?to=1", "from")]
    [InlineData("?from=1&to=2&to=3", "to")]
    [InlineData("?from=NaN&to=Infinity", "from,to")]
    [InlineData("?from=-1e308&to=1e308", "from,to")]
    [InlineData("?band=7&centre=&metric=x&all=yes&mad=1&gradient=", "all,band,mad,metric")]
    public void Parse_Nonsense_IsTheDefaultAndNamed(string query, string fields)
    {
        var address = new AddressFields(query);
        var read = CompareView.Parse(address);
        Assert.Equal(fields, string.Join(',', address.Errors.ByField.Keys.Order()));
        if (!query.Contains("to=2", StringComparison.Ordinal)) Assert.Equal("", read.Query());
    }

    [Fact]
    public void Parse_TooManyOrDoubledRuns_KeepsTenDifferentAndSaysSo()
    {
        var address = new AddressFields("?runs=r1,r1," + string.Join(',', Enumerable.Range(1, 30).Select(i => $"r{i}")));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => $"r{i}"), CompareView.Parse(address).Runs);
        Assert.Equal("Must name at most 10; it names 30.", Assert.Single(address.Errors.ByField["runs"]));
    }

    [Fact]
    public void Without_Baseline_UnpinsItAndForgetsItsHiddenLines()
    {
        var view = Everything.Without("0198a").Without("published:simple-0-raw");
        Assert.Equal(["0198b"], view.Runs);
        Assert.Equal((null, "0198b", "0198b"), (view.Base, view.Baseline, view.Charts.Hidden));
    }

    [Fact]
    public void Moved_FirstWithoutPin_StaysTheBaseline()
    {
        var view = new CompareView { Runs = ["a", "b", "c"] }.Moved("a", 2);
        Assert.Equal(["b", "c", "a"], view.Runs);
        Assert.Equal("a", view.Baseline);
    }
}
