using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Tests.Experiments;

public sealed class NumberListTests
{
    private static (IReadOnlyList<long>? Numbers, string? Error) Parse(string? text) => NumberList.Parse(text, RunLimits.Length, RunLimits.Lengths);

    [Fact]
    public void Parse_TheDecksText_GivesTheDecksLengths() =>
        Assert.Equal(Presets.Lengths, Parse("2–15, 17–29 by 2, 30–45 by 3").Numbers!.Select(n => (int)n));

    [Fact]
    public void Format_TheDecksLengths_GivesTheDecksText() =>
        Assert.Equal("2–15, 17–29 by 2, 30–45 by 3", NumberList.Format(Presets.Lengths));

    [Theory]
    [InlineData("5", new long[] { 5 })]
    [InlineData("2-4", new long[] { 2, 3, 4 })]
    [InlineData("2..4 ; 9", new long[] { 2, 3, 4, 9 })]
    [InlineData("2 TO 9 by 3,", new long[] { 2, 5, 8 })]
    [InlineData("9, 2", new long[] { 9, 2 })]
    public void Parse_OtherSpellings_AreRead(string text, long[] expected) => Assert.Equal(expected, Parse(text).Numbers);

    [Theory]
    [InlineData("", "at least 1")]
    [InlineData(" , ", "at least 1")]
    [InlineData("abc", "'abc' is not a number or range")]
    [InlineData("2.5", "not a number or range")]
    [InlineData("1", "outside 2 to 1,000")]
    [InlineData("2-1001", "outside 2 to 1,000")]
    [InlineData("99999999999999999999", "too large")]
    [InlineData("9-2", "write 2–9")]
    [InlineData("2-9 by 0", "smallest is 1")]
    [InlineData("2-900", "1 to 200")]
    [InlineData("2-5, 4", "4 is there twice")]
    [InlineData("1,000", "as 1000 or as 2 numbers")]
    [InlineData("25.000", "not a number or range")]
    [InlineData("25 000", "not a number or range")]
    public void Parse_BadText_SaysWhatIsWrong(string text, string part) => Assert.Contains(part, Parse(text).Error);

    [Theory]
    [InlineData("10,250", "can be read as 10250 or as 2 numbers; write 10250 or 10, 250")]
    [InlineData("7, 25,000", "'25,000' can be read as 25000")]
    [InlineData("1,000,000", "as 1000000 or as 3 numbers")]
    [InlineData("1,250–1,300", "as 1250 or as 2 numbers")]
    public void Parse_CommaThatMayGroup_NamesBothReadings(string text, string part) =>
        Assert.Contains(part, NumberList.Parse(text, RunLimits.Seed, RunLimits.Seeds).Error);

    [Theory]
    [InlineData("10,100", new long[] { 10, 100 })] // No length is 10,100.
    [InlineData("2,5,100", new long[] { 2, 5, 100 })]
    [InlineData("10, 250", new long[] { 10, 250 })]
    public void Parse_CommaThatCannotGroup_PartsNumbers(string text, long[] expected) => Assert.Equal(expected, Parse(text).Numbers);

    [Theory]
    [InlineData(new long[] { 3 }, "3")]
    [InlineData(new long[] { 3, 4 }, "3, 4")]
    [InlineData(new long[] { 9, 5, 1 }, "9, 5, 1")]
    [InlineData(new long[] { 1, 2, 4, 6, 8, 20 }, "1, 2–8 by 2, 20")]
    public void Format_AnyList_ReadsBack(long[] numbers, string text)
    {
        Assert.Equal(text, NumberList.Format(numbers));
        Assert.Equal(numbers, NumberList.Parse(text, new(1, 1_000), new(1, 200)).Numbers);
    }
}
