using CsCheck;
using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Tests.Experiments;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("istanbul", "İstanbul")]
    [InlineData("İSTANBUL", "istanbul")]
    [InlineData("isparta", "Isparta, ISPARTA, ısparta")]
    [InlineData("\u00E9", "cafe\u0301")]
    [InlineData("e\u0301", "caf\u00E9")]
    [InlineData("cafe", "Caf\u00C9")]
    [InlineData("É", "cafe")]
    [InlineData("STRASSE", "Straße")]
    [InlineData("malmo", "Malmø")]
    [InlineData("οδος", "ΟΔΌΣ")]
    [InlineData("ё", "ЕЖ")]
    [InlineData("\u304B\u3099", "\u304C")] // が in two characters and in one.
    [InlineData("\u1112\u1161\u11AB", "\uD55C\uAE00")] // 한 in three and in one.
    [InlineData("fi", "ﬁt")]
    [InlineData("12", "１２")]
    [InlineData("", "anything")]
    [InlineData(null, "anything")]
    public void IsIn_WhateverCaseAccentsAndSpelling_Finds(string? part, string text) => Assert.True(new SearchText(part).IsIn(text));

    [Theory]
    [InlineData("cafés", "cafe")]
    [InlineData("か", "き")]
    [InlineData("亿", "忆")]
    [InlineData("i", "1")]
    [InlineData("ä", "o")]
    public void IsIn_OtherText_DoesNotFind(string part, string text) => Assert.False(new SearchText(part).IsIn(text));

    [Fact]
    public void Fold_AnyText_HasOneAndFoldsToItself() => Gen.Char.Array[0, 12].Select(c => new string(c))
        .Sample(text => SearchText.Fold(SearchText.Fold(text)) == SearchText.Fold(text));

    [Fact]
    public void Compare_NamesWithNumbers_SortsByTheirValue()
    {
        string[] sorted = ["", "7", "8", "9", "55", "Éclair", "eclair 2", "Eclair 10", "run 2, seed 9", "run 2, seed 010", "run 2, seed 11", "run 10", "zebra"];
        Assert.Equal(sorted, sorted.Reverse().Order(NaturalOrder.Instance));
        Assert.Equal(sorted, sorted.OrderBy(s => s.Length).Order(NaturalOrder.Instance));
    }

    [Fact]
    public void Compare_AnyNames_IsAnOrder() => Gen.Char["aBé019 "].Array[0, 5].Select(c => new string(c)).Array[3].Sample(n =>
    {
        var order = NaturalOrder.Instance;
        var (ab, bc, ac) = (order.Compare(n[0], n[1]), order.Compare(n[1], n[2]), order.Compare(n[0], n[2]));
        return Math.Sign(ab) == -Math.Sign(order.Compare(n[1], n[0])) && (ab == 0) == (n[0] == n[1]) && !(ab <= 0 && bc <= 0 && ac > 0);
    });
}
