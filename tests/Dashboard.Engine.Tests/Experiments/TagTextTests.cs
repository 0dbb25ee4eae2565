using CsCheck;
using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Tests.Experiments;

public sealed class TagTextTests
{
    [Theory]
    [InlineData("a, b ,c", new[] { "a", "b", "c" })]
    [InlineData("\"a, b\", c", new[] { "a, b", "c" })]
    [InlineData("5\" disk, x", new[] { "5\" disk", "x" })]
    [InlineData("\"say \"\"hi\"\"\"", new[] { "say \"hi\"" })]
    [InlineData("\"open, end", new[] { "open, end" })]
    [InlineData(" , ,", new string[0])]
    [InlineData(null, new string[0])]
    public void Parse_Text_GivesItsTags(string? text, string[] tags) => Assert.Equal(tags, TagText.Parse(text));

    [Fact]
    public void Format_AnyTags_ReadBack() =>
        Gen.Char["ab ,\""].Array[1, 6].Select(c => new string(c).Trim()).Where(t => t.Length > 0).Array[0, 5]
            .Sample(tags => TagText.Parse(TagText.Format(tags)).SequenceEqual(tags));
}
