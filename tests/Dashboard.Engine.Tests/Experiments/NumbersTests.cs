using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Tests.Experiments;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(30.184, "30.18")]
    [InlineData(-0.5, "−0.50")]
    [InlineData(-0.004, "0.00")]
    [InlineData(double.NaN, "–")]
    public void Fixed_Value_HasARealMinusAndNoNaN(double value, string expected) => Assert.Equal(expected, Numbers.Fixed(value));

    [Theory]
    [InlineData(24.703, "24.7")]
    [InlineData(0.18512, "0.185")]
    [InlineData(0.0412, "0.0412")]
    [InlineData(0.0000412, "4.1 × 10⁻⁵")]
    [InlineData(0, "0")]
    public void Significant_Value_ReadsShort(double value, string expected) => Assert.Equal(expected, Numbers.Significant(value));

    [Theory]
    [InlineData(0.00082, "0.8 ms")]
    [InlineData(0.048, "48 ms")]
    [InlineData(0.254, "0.25 s")]
    [InlineData(6, "6 s")]
    [InlineData(59.7, "1 min")]
    [InlineData(101, "1 min 41 s")]
    [InlineData(7500, "2 h 5 min")]
    public void Duration_Seconds_ReadsAsPeopleSayIt(double seconds, string expected) => Assert.Equal(expected, Numbers.Duration(seconds));

    [Theory]
    [InlineData(-0.777, "−0.78")]
    [InlineData(11.19, "+11.19")]
    [InlineData(-0.001, "0.00")]
    public void Delta_Change_AlwaysSaysItsSign(double value, string expected) => Assert.Equal(expected, Numbers.Delta(value));

    [Fact]
    public void About_Estimate_NeverPretendsToTenths() => Assert.Equal(("about 3 s", "less than 1 s"), (Numbers.About(2.3), Numbers.About(0.2)));
}
