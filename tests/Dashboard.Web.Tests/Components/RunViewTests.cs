using Dashboard.Engine.Training;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;
using Dashboard.Web.Components.RunDetail;

namespace Dashboard.Web.Tests.Components;

public sealed class RunViewTests
{
    [Fact]
    public void Query_EverythingChanged_ReadsBackTheSame()
    {
        var view = new RunView
        {
            Tab = RunTab.Log, FirstEpoch = true, Length = 12, Point = new(ModelKind.Lstm, 12, 3), Sort = "-mad",
            Charts = new()
            {
                Only = ModelKind.Gru, Spread = Spread.Range, Score = ScoreView.Median, Solved = 7.5, Seeds = false, Published = false, Memory = false,
                Reading = GradientReading.AllBatches, LogGradient = false, LogMad = true, Hidden = "a/rnn", Zoom = new(4.5, 20),
            },
        };
        var query = view.Query();
        Assert.Equal(RunView.Parameters.Order(), query.Keys.Order());
        Assert.Equal(view, RunView.Parse(new(view.QueryString())));
    }

    [Fact]
    public void Query_Defaults_LeavesTheAddressShort() => Assert.All(new RunView().Query().Values, Assert.Null);

    [Theory]
    [InlineData("tab", "17")]
    [InlineData("point", "lstm-")]
    [InlineData("point", "cnn-12")]
    [InlineData("point", "lstm-12-x")]
    [InlineData("model", "2")]
    [InlineData("band", "2")]
    [InlineData("seeds", "99")]
    [InlineData("sort", "constructor")]
    [InlineData("length", "1e9")]
    [InlineData("epoch", "last")]
    [InlineData("from", "-1e308")]
    [InlineData("centre", "mode")]
    [InlineData("solved", "-1")]
    [InlineData("solved", "1001")]
    public void Parse_Nonsense_IsTheDefaultAndNamed(string parameter, string value)
    {
        var address = new AddressFields($"?{parameter}={value}");
        Assert.Equal(new RunView(), RunView.Parse(address));
        Assert.Contains(parameter, address.Errors.ByField.Keys);
    }
}
