using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Web.Live;

namespace Dashboard.Web.Inside;

/// <summary>
/// A recording on the wire: [4 bytes: length of the head, little-endian][head: JSON][arrays, aligned to 8]. The head names
/// every array by type, place and length, so that a browser reads them as views of one buffer (js/inside/recording.js).
/// </summary>
internal sealed class RecordingFile
{
    private const int Alignment = 8;
    private readonly MemoryStream arrays = new();

    /// <summary>What the head holds in an array's place.</summary>
    /// <param name="Type">JavaScript's name of it: "float32".</param>
    /// <param name="At">Bytes from the start of the arrays.</param>
    /// <param name="Length">Elements.</param>
    internal sealed record Place(string Type, long At, int Length);

    public Place Add(ReadOnlySpan<float> values) => Add("float32", values);

    public Place Add(ReadOnlySpan<double> values) => Add("float64", values);

    /// <summary>Numbers as bytes where all are whole and small, which is most of what is drawn; else as float32.</summary>
    public Place AddSmall(IReadOnlyList<double> values) => values.All(v => v is >= sbyte.MinValue and <= sbyte.MaxValue && v == Math.Floor(v))
        ? Add<sbyte>("int8", [.. values.Select(v => (sbyte)v)]) : Add([.. values.Select(v => (float)v)]);

    private Place Add<T>(string type, ReadOnlySpan<T> values) where T : unmanaged
    {
        while (arrays.Length % Alignment != 0) arrays.WriteByte(0);
        var place = new Place(type, arrays.Length, values.Length);
        arrays.Write(MemoryMarshal.AsBytes(values));
        return place;
    }

    /// <summary>The whole, compressed with gzip.</summary>
    public byte[] Finish(object head)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(head, Json);
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            Span<byte> size = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(size, json.Length);
            gzip.Write(size);
            gzip.Write(json);
            gzip.Write(new byte[(Alignment - (4 + json.Length) % Alignment) % Alignment]);
            arrays.WriteTo(gzip);
        }
        return bytes.ToArray();
    }

    private static readonly JsonSerializerOptions Json = Options();

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Wire.Configure(options);
        options.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        return options;
    }
}
