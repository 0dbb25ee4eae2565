using Dashboard.Web.Charts;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Charts;

public sealed class ApexChartTests : BunitContext
{
    private readonly BunitJSModuleInterop module;

    public ApexChartTests()
    {
        Services.AddSingleton(TimeProvider.System);
        module = JSInterop.SetupModule("./Charts/ApexChart.razor.js");
        module.Mode = JSRuntimeMode.Loose;
    }

    private static ChartModel Model(double y) => new()
    {
        Label = "finding", XName = "Length", X = new("x", 0, 45, 5), Y = new("y", 0, 35, 5),
        Lines = [new("run/rnn", "RNN", LineKind.Mean, "rnn", [[2, y]])],
    };

    [Fact]
    public void Render_Model_CreatesOnceAndSaysTheFinding()
    {
        var chart = Render<ApexChart>(p => p.Add(c => c.Model, Model(1)));
        chart.Render(p => p.Add(c => c.Model, Model(1)));
        Assert.Single(module.Invocations["create"]);
        Assert.Equal("finding", chart.Find(".chart").GetAttribute("aria-label"));
    }

    [Fact]
    public void Render_NullMember_IsNotSent()
    {
        Render<ApexChart>(p => p.Add(c => c.Model, Model(1)));
        Assert.DoesNotContain("null", module.Invocations["create"].Single().Arguments[1]!.ToString());
    }

    [Fact]
    public async Task Select_FromTheScript_ReachesThePage()
    {
        ChartSelection? selected = null;
        var chart = Render<ApexChart>(p => p.Add(c => c.Model, Model(1)).Add(c => c.OnSelect, s => selected = s));
        await chart.InvokeAsync(() => chart.Instance.Select("run/rnn", 2));
        Assert.Equal(new("run/rnn", 2), selected);
    }
}
