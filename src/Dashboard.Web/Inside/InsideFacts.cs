using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Dashboard.Web.Inside;

/// <summary>The facts of a recording in few numbers, read from what browsers are sent.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Length">Nominal length of the sequences.</param>
/// <param name="Seed">The trials' seed.</param>
/// <param name="Sequences">Validation sequences it is about.</param>
/// <param name="Differs">The networks trained here are not those the run saved, to the bit: another processor or version trained them.</param>
/// <param name="Items">What is to be remembered.</param>
/// <param name="Networks">One a model.</param>
public sealed record InsideFacts(string Run, int Length, long Seed, int Sequences, bool Differs, IReadOnlyList<InsideItem> Items, IReadOnlyList<InsideNetwork> Networks)
{
    // As the file has it: arrays begin at a multiple of it.
    private const int Alignment = 8;

    /// <summary>Reads a recording.</summary>
    /// <param name="recording">As <see cref="RecordingShelf.GetAsync"/> gives it.</param>
    public static InsideFacts Of(byte[] recording)
    {
        using var gzip = new GZipStream(new MemoryStream(recording), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        gzip.CopyTo(whole);
        var bytes = whole.ToArray();
        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var arrays = bytes.AsMemory((4 + size + Alignment - 1) / Alignment * Alignment);
        using var document = JsonDocument.Parse(bytes.AsMemory(4, size));
        var head = document.RootElement;
        var frames = head.GetProperty("frames").EnumerateArray().Select(f => (Epoch: f.GetProperty("epoch").GetInt32(), Batch: f.GetProperty("batch").GetInt32())).ToArray();
        return new(head.GetProperty("run").GetString()!, head.GetProperty("length").GetInt32(), head.GetProperty("seed").GetInt64(), head.GetProperty("count").GetInt32(),
            head.GetProperty("differences").ValueKind != JsonValueKind.Null,
            [.. head.GetProperty("task").GetProperty("items").EnumerateArray().Select(i => new InsideItem(i.GetProperty("name").GetString()!, Number(i.GetProperty("weight"))))],
            [.. head.GetProperty("networks").EnumerateArray().Select(n => Network(n, frames, arrays))]);
    }

    private static InsideNetwork Network(JsonElement network, (int Epoch, int Batch)[] frames, ReadOnlyMemory<byte> arrays)
    {
        int? Whole(string name) => Number(network.GetProperty(name)) is { } number ? (int)number : null;
        var best = Whole("best") ?? Whole("stop") ?? frames[^1].Epoch;
        var at = Math.Max(0, Array.FindLastIndex(frames, f => f.Epoch <= best && f.Batch == 0));
        double?[] found = [.. network.GetProperty("found").EnumerateArray().Select(Number)];
        // Every array holds one row a frame.
        double?[] Row(string name) => network.GetProperty(name) is { ValueKind: JsonValueKind.Object } place
            ? [.. Values<float>(place, arrays, frames.Length, at).Select(v => float.IsFinite(v) ? Math.Round((double)v, 4) : (double?)null)] : [];
        var loss = Values<double>(network.GetProperty("losses"), arrays, frames.Length, at)[0];
        return new(network.GetProperty("model").GetString()!, network.GetProperty("hidden").GetInt32(), Whole("stop"), frames[at].Epoch, Whole("diverged"),
            double.IsFinite(loss) ? loss : null, Row("itemWeight") is { Length: > 0 } several ? several : [found.ElementAtOrDefault(at)], Row("effect"), Row("readH"), Row("readC"),
            [.. frames.Zip(found).Where(p => p.First is { Batch: 0, Epoch: > 0 }).Select(p => p.Second)]);
    }

    private static T[] Values<T>(JsonElement place, ReadOnlyMemory<byte> arrays, int frames, int at) where T : unmanaged
    {
        var length = place.GetProperty("length").GetInt32();
        var all = MemoryMarshal.Cast<byte, T>(arrays.Span.Slice((int)place.GetProperty("at").GetInt64(), length * Marshal.SizeOf<T>()));
        return all.Slice(at * (length / frames), length / frames).ToArray();
    }

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}

/// <summary>Something that is to be remembered.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Weight">How much of it the target takes; null where that is not one number.</param>
public sealed record InsideItem(string Name, double? Weight);

/// <summary>One network in its best epoch.</summary>
/// <param name="Model">Which cell.</param>
/// <param name="Hidden">Units.</param>
/// <param name="Stop">The epoch early stopping ended it after; null where it did not.</param>
/// <param name="Epoch">The epoch these facts are of: the best.</param>
/// <param name="Diverged">The epoch in which the loss was lost; null where it was not.</param>
/// <param name="Score">Validation score of that epoch.</param>
/// <param name="ItemWeights">[items]: by how much the answers move with each item; of the first alone where only that is kept.</param>
/// <param name="Effect">[steps]: weight of the number at each step in the fit of the answers on all of them; null for symbols.</param>
/// <param name="ReadableH">[steps]: share of the first item's variance that can be read from h at each step, 0 to 1; null before it was shown.</param>
/// <param name="ReadableC">[steps]: the same from h and c together.</param>
/// <param name="FirstByEpoch">[epochs]: by how much the answers move with the first item after each.</param>
public sealed record InsideNetwork(
    string Model, int Hidden, int? Stop, int Epoch, int? Diverged, double? Score, IReadOnlyList<double?> ItemWeights, IReadOnlyList<double?> Effect,
    IReadOnlyList<double?> ReadableH, IReadOnlyList<double?> ReadableC, IReadOnlyList<double?> FirstByEpoch);
