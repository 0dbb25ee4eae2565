using System.Text;
using Dashboard.Engine.Experiments;
using Dashboard.Web.Imports;

namespace Dashboard.Web.Tests.Imports;

public sealed class CsvTableTests
{
    [Theory]
    [InlineData("length,score\n5,1.5\n10,2\n", ',')]
    [InlineData("length;score\r\n5;1,5\r\n10;2\r\n", ';')]
    [InlineData("length\tscore\r5\t1.5\r10\t2", '\t')]
    [InlineData("\n\nlength,score\n\n5,1.5\n,\n10,2", ',')]
    [InlineData("\"length\",\"score\"\n\"5\",\"1.5\"\n\" 10 \",2", ',')]
    [InlineData("\"a,b;c\";score\n5;1\n10;2", ';')]
    [InlineData("sep=;\r\nlength;score\r\n5;1,5\r\n10;2\r\n", ';')]
    [InlineData("length,score\n5,1.5,,\n10,2,\n,,,\n", ',')]
    public void Read_AnyLineEndAndSeparator_GivesTheSameTable(string text, char separator)
    {
        var (table, problems) = Read(text);
        Assert.Empty(problems);
        Assert.Equal(separator, table!.Separator);
        Assert.Equal(["5", "10"], table.Rows.Select(r => r.Cells[0]));
    }

    [Fact]
    public void Read_QuotedField_KeepsSeparatorsAndQuotes()
    {
        var (table, _) = Read("length,model,score\n5,\"my \"\"best\"\", really\",1\n");
        Assert.Equal("my \"best\", really", table!.Rows[0].Cells[1]);
    }

    [Fact]
    public void Read_WithByteOrderMarks_LeavesThemOut()
    {
        const string Text = "length,score\n5,1\n";
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true) })
            Assert.Equal("length", CsvTable.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]).Table!.Head[0]);
    }

    [Theory]
    [InlineData("", null, "The file is empty")]
    [InlineData(" \r\n ", null, "The file is empty")]
    [InlineData("length,score\n", null, "no row below")]
    [InlineData("5,1\n6,2\n", 1, "Must name the columns")]
    [InlineData("a,A\n5,1\n", 1, "Two columns")]
    [InlineData("length,score\n5,1\n6\n7,1,2\n", 3, "Has 1 field; line 1 names 2 columns")]
    [InlineData("\nlength,score\n5,1\n6,2,,9\n", 4, "Has 4 fields; line 2 names 2 columns")]
    [InlineData("length,score\n5,1\n\"6,2\n7,3\n", 3, "quote")]
    public void Read_BadFile_SaysTheLine(string text, int? line, string message)
    {
        var (table, problems) = Read(text);
        Assert.Null(table);
        Assert.Equal(line, problems[0].Line);
        Assert.Contains(message, problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LinesOfAQuotedHead_CountAsAnEditorCounts() =>
        Assert.Equal([3, 5], Read("length,score\n\n5,1\n\n6,2\n").Table!.Rows.Select(r => r.Line));

    [Fact]
    public void Read_NoText_SaysWhatItIs()
    {
        Assert.Contains("line 2", CsvTable.Read([.. "length,score\n"u8, 0xFF, 0xFE, .. "\n"u8]).Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("no text", CsvTable.Read([.. "length,score\n5,"u8, 0, .. "\n"u8]).Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooLarge_IsRefusedUnread()
    {
        var file = new byte[RunLimits.BroughtBytes + 1];
        Assert.Contains("bytes", CsvTable.Read(file).Problems[0].Message, StringComparison.Ordinal);
        var rows = "l,s\n" + string.Concat(Enumerable.Repeat("5,1\n", RunLimits.BroughtRows + 1));
        Assert.Contains("rows", Read(rows).Problems[0].Message, StringComparison.Ordinal);
    }

    private static (CsvTable? Table, IReadOnlyList<ImportProblem> Problems) Read(string text) => CsvTable.Read(Encoding.UTF8.GetBytes(text));
}
