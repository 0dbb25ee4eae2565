using CsCheck;
using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Tests.Experiments;

public class NumberTextTests
{
    [Theory]
    [InlineData("0.01", 0.01)]
    [InlineData("0,01", 0.01)]
    [InlineData("1,5", 1.5)]
    [InlineData(",5", 0.5)]
    [InlineData("0,001", 0.001)]
    [InlineData("0.001", 0.001)]
    [InlineData("−3.25", -3.25)]
    [InlineData("1e-3", 0.001)]
    [InlineData("1,5e-3", 0.0015)]
    [InlineData("12,345.5", 12345.5)]
    [InlineData("1,234,567", 1234567)]
    [InlineData("25 000", 25000)]
    [InlineData("1\u202F000,5", 1000.5)]
    [InlineData(" 7 ", 7)]
    public void Parse_Decimal_IsThatNumber(string text, double number) => Assert.Equal((number, null), NumberText.Parse(text, whole: false));

    [Theory]
    [InlineData("25,000", 25000)]
    [InlineData("1,000,000", 1000000)]
    [InlineData("25000", 25000)]
    [InlineData("1,5", 1.5)] // No whole number, which the field says; never 15.
    public void Parse_Whole_GroupsByThree(string text, double number) => Assert.Equal((number, null), NumberText.Parse(text, whole: true));

    [Theory]
    [InlineData("1,500", false, "1.5 or as 1500")]
    [InlineData("1.500", false, "1.5 or as 1500")]
    [InlineData("25.000", true, "25 or as 25000")]
    [InlineData("1.000.000", true, "as 1000000")]
    public void Parse_TwoReadings_NamesBoth(string text, bool whole, string says)
    {
        var (value, problem) = NumberText.Parse(text, whole);
        Assert.Null(value);
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("1,2,3")]
    [InlineData("12,34,567")]
    [InlineData("1.2.3")]
    [InlineData("1 2")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("0x10")]
    [InlineData("1_000")]
    [InlineData("٣")]
    public void Parse_NoNumber_IsRefused(string? text) => Assert.Null(NumberText.Parse(text, whole: false).Value);

    [Theory]
    [InlineData(0.01, "0.01")]
    [InlineData(1.125, "1.1250")]
    [InlineData(-12.375, "−12.3750")]
    [InlineData(0.125, "0.125")]
    [InlineData(25000, "25000")]
    [InlineData(1.23456789012e-6, "1.23456789012E−06")]
    public void Format_Number_ReadsBack(double number, string text)
    {
        Assert.Equal(text, NumberText.Format(number));
        Assert.Equal((number, null), NumberText.Parse(text, whole: false));
    }

    [Fact]
    public void Format_AnyNumber_ReadsBack() =>
        Gen.Double[-100_000, 100_000].Select(Gen.Int[0, 12], (v, d) => Math.Round(v, d)).Sample(v => NumberText.Parse(NumberText.Format(v), whole: false) == (v, null));
}
