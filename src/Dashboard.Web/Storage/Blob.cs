using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Dashboard.Web.Storage;

/// <summary>Writes fields one after the other, with a layout version before and a checksum after them.</summary>
internal sealed class BlobWriter
{
    private readonly MemoryStream bytes = new(1024);
    private readonly BinaryWriter writer;

    public BlobWriter(byte version)
    {
        writer = new(bytes, Encoding.UTF8);
        writer.Write(version);
    }

    public void Bool(bool value) => writer.Write(value);
    public void Int(int value) => writer.Write7BitEncodedInt(value);
    public void Long(long value) => writer.Write(value);
    public void Double(double value) => writer.Write(BitConverter.DoubleToInt64Bits(value));

    public void Text(string? value)
    {
        Bool(value is not null);
        if (value is null) return;
        // UTF-16, not UTF-8: a lone surrogate must come back as it was.
        Int(value.Length);
        foreach (var c in value) writer.Write((ushort)c);
    }

    /// <summary>By name, so that the order of an enum's members is free to change.</summary>
    public void Name<T>(T value) where T : struct, Enum => Text(value.ToString());

    public void Floats(float[] values)
    {
        Int(values.Length);
        foreach (var value in values) writer.Write(BitConverter.SingleToInt32Bits(value));
    }

    public void MaybeDoubles(IReadOnlyList<double?> values)
    {
        Int(values.Count);
        foreach (var value in values)
        {
            Bool(value is not null);
            if (value is { } number) Double(number);
        }
    }

    public byte[] Finish()
    {
        writer.Write(BlobChecksum.Of(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        return bytes.ToArray();
    }
}

/// <summary>Reads what <see cref="BlobWriter"/> wrote.</summary>
/// <exception cref="InvalidDataException">The checksum or the version is wrong (LiteDB itself does not notice changed bytes).</exception>
internal sealed class BlobReader
{
    private readonly BinaryReader reader;

    /// <summary>Opens a record of layout 1 to <paramref name="newest"/>.</summary>
    public BlobReader(byte[] bytes, byte newest)
    {
        var end = bytes.Length - sizeof(uint);
        if (end < 1 || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(end)) != BlobChecksum.Of(bytes.AsSpan(0, end)))
            throw new InvalidDataException("A record's checksum is wrong.");
        if (bytes[0] < 1 || bytes[0] > newest)
            throw new InvalidDataException($"A record has layout {bytes[0]}; this server reads {(newest == 1 ? "1" : $"1 to {newest}")}.");
        Version = bytes[0];
        reader = new(new MemoryStream(bytes, 1, end - 1, writable: false), Encoding.UTF8);
    }

    /// <summary>The layout the record was written in.</summary>
    public byte Version { get; }

    public bool Bool() => reader.ReadBoolean();
    public int Int() => reader.Read7BitEncodedInt();
    public long Long() => reader.ReadInt64();
    public double Double() => BitConverter.Int64BitsToDouble(reader.ReadInt64());

    public string? Text()
    {
        if (!Bool()) return null;
        var length = Int();
        return string.Create(length, reader, static (span, r) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = (char)r.ReadUInt16();
        });
    }

    public T Name<T>() where T : struct, Enum => Documents.Named<T>(Text());

    public float[] Floats()
    {
        var values = new float[Int()];
        for (var i = 0; i < values.Length; i++) values[i] = BitConverter.Int32BitsToSingle(reader.ReadInt32());
        return values;
    }

    public double?[] MaybeDoubles()
    {
        var values = new double?[Int()];
        for (var i = 0; i < values.Length; i++) values[i] = Bool() ? Double() : null;
        return values;
    }
}

/// <summary>CRC-32C.</summary>
internal static class BlobChecksum
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes)) crc = System.Numerics.BitOperations.Crc32C(crc, word);
        foreach (var b in bytes[(bytes.Length & ~7)..]) crc = System.Numerics.BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
