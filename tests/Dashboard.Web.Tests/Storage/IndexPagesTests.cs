using System.Buffers.Binary;
using Dashboard.Web.Storage;

namespace Dashboard.Web.Tests.Storage;

/// <summary>A changed byte of an index is found when the file is opened, not when the next record is saved beside it.</summary>
public sealed class IndexPagesTests : IDisposable
{
    private readonly StoreFixture fixture = new StoreFixture().Open();

    public void Dispose() => fixture.Dispose();

    /// <param name="slot">0 and 1: where an index begins and ends; 5: a record's.</param>
    /// <param name="offset">The byte in the node: levels, the links of its first level, the key's type and length.</param>
    [Theory]
    [InlineData(1, 1, 7)] // levels 160 for 32: the store opened twice, and the next write met a duplicate key
    [InlineData(0, 1, 0)]
    [InlineData(5, 1, 5)]
    [InlineData(5, 12, 0)]
    [InlineData(5, 16, 1)]
    [InlineData(5, 17, 3)]
    [InlineData(0, 18, 2)]
    [InlineData(1, 332, 4)]
    [InlineData(5, -41, 0)]
    [InlineData(5, -40, 2)]
    public void Open_OneBitOfAnIndexChanged_TheFileIsSetAsideWithAllRecordsKept(int slot, int offset, int bit)
    {
        var run = fixture.AddFinished(1);
        var trials = fixture.Runs.Trials(run.Id);
        fixture.Store.Dispose();
        Assert.Null(IndexPages.Check(fixture.Data));
        var bytes = File.ReadAllBytes(fixture.Data);
        // The trials' index was made last; its first page begins with a node of 32 levels.
        var page = Enumerable.Range(1, bytes.Length / 8192 - 1).Last(p => bytes[p * 8192 + 4] == 3 && bytes[p * 8192 + 33] == 32);
        var entry = page * 8192 + 8192 - 4 * (slot + 1);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(entry)), start = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(entry + 2));
        bytes[page * 8192 + start + (offset < 0 ? length + offset : offset)] ^= (byte)(1 << bit);
        File.WriteAllBytes(fixture.Data, bytes);

        fixture.Open();

        Assert.Contains("set aside", fixture.Store.Notice);
        Assert.Equivalent(trials, fixture.Runs.Trials(run.Id), strict: true);
        fixture.AddFinished(2);
    }
}
