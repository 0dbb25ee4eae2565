using System.Buffers.Binary;

namespace Dashboard.Web.Storage;

/// <summary>
/// Looks at the indexes of a data file, node by node, in one pass and with next to no memory: a node that a changed byte
/// made another is otherwise met only when a record is saved beside it.
/// </summary>
/// <remarks>LiteDB 5 index pages: type 3 at 4; slots hold (see <see cref="Slots"/>) nodes. A node of a skip list:
/// index (0), levels (1), document (2), next index's node (7), from 12 on for each level the node before and after it, then the
/// key: type, and for text its length and bytes. An index begins and ends with nodes of 32 levels and the least and greatest key.</remarks>
internal static class IndexPages
{
    private const int PageHead = 32, Fixed = 12, Link = 5, MostLevels = 32;
    private const byte IndexPage = 3, Least = 0, Text = 6, Greatest = 14;

    /// <summary>No node: page 0xFFFFFFFF, slot 255.</summary>
    private const ulong None = 0xFF_FFFF_FFFF;

    /// <summary>What is wrong with the indexes, or null.</summary>
    /// <param name="path">The data file, its log written into it; reads only.</param>
    public static string? Check(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var pages = RandomAccess.GetLength(file) / DataFileCheck.PageSize;
        var page = new byte[DataFileCheck.PageSize];
        // Each link forward must be one backward, too. Sums of their hashes say so without keeping 5 million nodes.
        var (forward, backward) = (0UL, 0UL);
        for (uint id = 1; id < pages; id++)
        {
            var at = (long)id * DataFileCheck.PageSize;
            RandomAccess.Read(file, page.AsSpan(0, PageHead), at);
            if (page[4] != IndexPage || page[30] == byte.MaxValue) continue;
            RandomAccess.Read(file, page, at);
            for (var slot = 0; slot <= page[30]; slot++)
            {
                var node = Slots.Read(page, slot).Span;
                if (node.IsEmpty) continue;
                if (!IsNode(node)) return $"page {id} holds an index entry that is none";
                var here = (ulong)id | (ulong)slot << 32;
                for (var level = 0; level < node[1]; level++)
                {
                    var links = node[(Fixed + 2 * Link * level)..];
                    var (before, after) = (Address(links), Address(links[Link..]));
                    if (before != None) backward += Hash(level, before, here);
                    if (after != None) forward += Hash(level, here, after);
                }
            }
        }
        return forward == backward ? null : "the entries of an index do not lead to each other";
    }

    private static bool IsNode(ReadOnlySpan<byte> node)
    {
        if (node.Length <= Fixed || node[0] != 0 || node[1] is 0 or > MostLevels) return false;
        var key = Fixed + 2 * Link * node[1];
        if (key >= node.Length) return false;
        return (node[key] & 0x3F) switch
        {
            Least or Greatest => node[1] == MostLevels && node[key] < 0x40 && node.Length == key + 1,
            // The two bits above the type are the length's ninth and tenth.
            Text => key + 1 < node.Length && node.Length == key + 2 + (node[key + 1] | (node[key] & 0xC0) << 2),
            _ => false,
        };
    }

    private static ulong Address(ReadOnlySpan<byte> link) => BinaryPrimitives.ReadUInt32LittleEndian(link) | (ulong)link[4] << 32;

    /// <summary>SplitMix64's mixing of the three (Steele, Lea, Flood 2014).</summary>
    private static ulong Hash(int level, ulong from, ulong to)
    {
        return Mix(Mix(from << 8 | (uint)level) + to);

        static ulong Mix(ulong z)
        {
            z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
            z = (z ^ z >> 27) * 0x94D049BB133111EB;
            return z ^ z >> 31;
        }
    }
}
