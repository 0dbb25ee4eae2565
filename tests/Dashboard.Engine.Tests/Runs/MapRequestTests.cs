using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Runs;

public sealed class MapRequestTests
{
    private static readonly MapSetting Bias = MapSetting.Find("forgetBias")!;

    [Fact]
    public void Validate_Nothing_IsTheDecksFirstPanelOverHiddenSizes()
    {
        var (map, errors) = MapRequestValidator.Validate(new());

        Assert.Empty(errors);
        Assert.Equal([2, 3, 4, 6, 8, 12, 16], map!.Rows.Select(r => r.HiddenSize));
        Assert.All(map.Rows, r => Assert.Equal((10, 10, 2), (r.Lengths.Count, r.Seeds.Count, r.Models.Count)));
        Assert.Equal(1_400, map.TrialCount);
    }

    public static TheoryData<string> Settings => [.. MapSetting.All.Select(s => s.Id)];

    [Theory, MemberData(nameof(Settings))]
    public void Validate_EverySetting_RowsDifferInItAlone(string id)
    {
        var setting = MapSetting.Find(id)!;
        var (map, errors) = MapRequestValidator.Validate(new() { Setting = id });

        Assert.Empty(errors);
        Assert.Equal(setting.Usual, map!.Rows.Select(setting.Of));
        var first = RunRequest.From(map.Rows[0]);
        Assert.All(map.Rows, r => Assert.Equal(RunRequestValidator.Validate(setting.In(first, setting.Of(r))).Spec, r));
    }

    [Fact]
    public void Validate_Values_AreSortedAndNoneComesFirst()
    {
        var (map, _) = MapRequestValidator.Validate(new() { Setting = "forgetBias", Values = [2, null, -1] });
        Assert.Equal([null, -1.0, 2.0], map!.Rows.Select(r => r.ForgetBias));
        Assert.All(map.Rows, r => Assert.Equal([ModelKind.Lstm], r.Models));
    }

    [Theory]
    [InlineData("hiddenSize", new[] { 2, 2.5 }, "whole")]
    [InlineData("hiddenSize", new[] { 2.0, 500 }, "1 to 128")]
    [InlineData("hiddenSize", new[] { 2.0 }, "2 to 20")]
    [InlineData("learningRate", new[] { 0.1, 0.1 }, "repeat")]
    public void Validate_BadValues_AreNamed(string setting, double[] values, string said) => Assert.Contains(said,
        Assert.Single(MapRequestValidator.Validate(new() { Setting = setting, Values = [.. values.Select(v => (double?)v)] }).Errors["values"]), StringComparison.Ordinal);

    [Fact]
    public void Validate_ValueLeftOutWhereItCannotBe_IsNamed() =>
        Assert.Contains("left out", MapRequestValidator.Validate(new() { Values = [2, null] }).Errors["values"][0], StringComparison.Ordinal);

    [Fact]
    public void Validate_SettingThatChangesNothingOfAModel_SaysWhich() => Assert.Contains("RNN",
        MapRequestValidator.Validate(new() { Setting = "forgetBias", Run = new() { Models = ["rnn", "lstm"] } }).Errors["models"][0], StringComparison.Ordinal);

    [Fact]
    public void Validate_TooLarge_NamesWhatIsTooMuch()
    {
        var (_, trials) = MapRequestValidator.Validate(new() { Run = new() { Seeds = [.. Enumerable.Range(1, 100).Select(s => (long)s)], Lengths = [.. Enumerable.Range(2, 40)] } });
        Assert.Contains("56,000", trials["seeds"][0], StringComparison.Ordinal);
        var (_, lengths) = MapRequestValidator.Validate(new() { Run = new() { Lengths = [.. Enumerable.Range(2, 41)] } });
        Assert.Contains("2 to 40", lengths["lengths"][0], StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_BadFieldsOfTheRun_AreNamedOnceBesideThoseOfTheMap()
    {
        var (map, errors) = MapRequestValidator.Validate(new() { Setting = "other", Values = [0], Run = new() { Epochs = 0 } });
        Assert.Null(map);
        Assert.Equal(["epochs", "setting", "values"], errors.Keys.Order());
        Assert.Single(errors["epochs"]);
    }

    [Theory]
    [InlineData("none, −1, 0.5; 2", new[] { double.NaN, -1, 0.5, 2 })]
    [InlineData("1\n2", new[] { 1.0, 2 })]
    public void Parse_Values_ReadsThem(string text, double[] values)
    {
        var (read, error) = MapValues.Parse(text, Bias);
        Assert.Null(error);
        Assert.Equal(values.Select(v => double.IsNaN(v) ? (double?)null : v), read);
    }

    [Theory]
    [InlineData("0,5, 1", "point")]
    [InlineData("1, two", "not a number")]
    public void Parse_DoubtfulValues_AreRefused(string text, string said) => Assert.Contains(said, MapValues.Parse(text, Bias).Error, StringComparison.Ordinal);

    [Theory, MemberData(nameof(Settings))]
    public void Format_UsualValues_AreReadBack(string id)
    {
        var setting = MapSetting.Find(id)!;
        Assert.Equal(setting.Usual, MapValues.Parse(MapValues.Format(setting.Usual, setting), setting).Values);
    }
}
