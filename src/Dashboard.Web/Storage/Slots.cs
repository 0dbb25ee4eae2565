using System.Buffers.Binary;

namespace Dashboard.Web.Storage;

/// <summary>The pieces a page of a data file is divided into.</summary>
/// <remarks>LiteDB 5 pages: header of 32 bytes with the highest slot at 30 (255: none); slots of 4 bytes from the page's end
/// backwards, length then position.</remarks>
internal static class Slots
{
    private const int PageHeader = 32, SlotSize = 4;

    /// <summary>The bytes of a slot; empty where it is free or leads out of the page.</summary>
    public static ReadOnlyMemory<byte> Read(byte[] page, int slot)
    {
        var entry = page.Length - (slot + 1) * SlotSize;
        if (slot == byte.MaxValue || entry < PageHeader) return default;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(page.AsSpan(entry)), position = BinaryPrimitives.ReadUInt16LittleEndian(page.AsSpan(entry + 2));
        return position >= PageHeader && position + length <= entry ? page.AsMemory(position, length) : default;
    }
}
