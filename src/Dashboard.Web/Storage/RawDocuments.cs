using System.Buffers.Binary;
using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>
/// Reads the documents of a data file page by page, without its header, indexes and collections, of which one damaged byte
/// can hide everything. What makes no document is passed over.
/// </summary>
/// <remarks>LiteDB 5 data pages: type 4 at 4. A slot (see <see cref="Slots"/>) holds a block: 1 where it goes on another (0), the next block's page (1) and slot (5), content (6).</remarks>
internal static class RawDocuments
{
    private const int BlockHeader = 6, DataPage = 4, LongestDocument = 16 * 1024 * 1024;

    /// <summary>Every document that can be put together, in the order of the pages.</summary>
    /// <param name="path">The data file; reads only.</param>
    public static IEnumerable<BsonDocument> Read(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var pages = RandomAccess.GetLength(file) / DataFileCheck.PageSize;
        var page = new byte[DataFileCheck.PageSize];
        var next = new byte[DataFileCheck.PageSize];
        for (long id = 1; id < pages; id++)
        {
            if (!Load(id, page)) continue;
            for (var slot = 0; slot <= page[30]; slot++)
                if (Block(page, slot) is { Length: > 0 } first && first.Span[0] == 0 && Document(first) is { } document) yield return document;
        }

        bool Load(long id, byte[] into) => id < pages && RandomAccess.Read(file, into, id * DataFileCheck.PageSize) == into.Length
            && into[4] == DataPage && BinaryPrimitives.ReadUInt32LittleEndian(into) == id;

        BsonDocument? Document(ReadOnlyMemory<byte> block)
        {
            using var bytes = new MemoryStream();
            while (true)
            {
                bytes.Write(block.Span[BlockHeader..]);
                var (at, slot) = (BinaryPrimitives.ReadUInt32LittleEndian(block.Span[1..]), block.Span[5]);
                if (at == uint.MaxValue) break;
                if (bytes.Length > LongestDocument || !Load(at, next)) return null;
                block = Block(next, slot);
                if (block.IsEmpty || block.Span[0] == 0) return null;
            }
            try
            {
                return BsonSerializer.Deserialize(bytes.ToArray());
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                return null;
            }
        }
    }

    private static ReadOnlyMemory<byte> Block(byte[] page, int slot) =>
        Slots.Read(page, slot) is { Length: >= BlockHeader } block ? block : default;
}
