using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Dashboard.Web.Inside;

/// <summary>The facts of a recording in few numbers, read from what browsers are sent.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Length">Steps of a sequence.</param>
/// <param name="Seed">The trials' seed.</param>
/// <param name="Sequences">Validation sequences it is about.</param>
/// <param name="Differs">The networks trained here are not those the run saved, to the bit: another processor or version trained them.</param>
/// <param name="TrueWeights">Inputs that count, by step from 0, and how much.</param>
/// <param name="Networks">One a model.</param>
public sealed record InsideFacts(string Run, int Length, long Seed, int Sequences, bool Differs, IReadOnlyList<InsideWeight> TrueWeights, IReadOnlyList<InsideNetwork> Networks)
{
    /// <summary>Reads a recording.</summary>
    /// <param name="recording">As <see cref="RecordingShelf.GetAsync"/> gives it.</param>
    public static InsideFacts Of(byte[] recording)
    {
        using var gzip = new GZipStream(new MemoryStream(recording), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        gzip.CopyTo(whole);
        var bytes = whole.ToArray();
        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var arrays = bytes.AsMemory((4 + size + 7) / 8 * 8);
        using var document = JsonDocument.Parse(bytes.AsMemory(4, size));
        var head = document.RootElement;
        var length = head.GetProperty("length").GetInt32();
        var frames = head.GetProperty("frames").EnumerateArray().Select(f => (Epoch: f.GetProperty("epoch").GetInt32(), Batch: f.GetProperty("batch").GetInt32())).ToArray();
        return new(head.GetProperty("run").GetString()!, length, head.GetProperty("seed").GetInt64(), head.GetProperty("count").GetInt32(),
            head.GetProperty("differences").ValueKind != JsonValueKind.Null,
            [.. head.GetProperty("task").GetProperty("weights").EnumerateArray().Select(w => new InsideWeight(w.GetProperty("index").GetInt32(), w.GetProperty("weight").GetDouble()))],
            [.. head.GetProperty("networks").EnumerateArray().Select(n => Network(n, frames, length, arrays))]);
    }

    private static InsideNetwork Network(JsonElement network, (int Epoch, int Batch)[] frames, int length, ReadOnlyMemory<byte> arrays)
    {
        int? Whole(string name) => network.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;
        var best = Whole("best") ?? Whole("stop") ?? frames[^1].Epoch;
        var at = Math.Max(0, Array.FindLastIndex(frames, f => f.Epoch <= best && f.Batch == 0));
        double?[] Row(string name) => [.. Floats(network.GetProperty(name), arrays, at * length, length).Select(v => float.IsFinite(v) ? Math.Round((double)v, 4) : (double?)null)];
        var losses = Doubles(network.GetProperty("losses"), arrays);
        return new(network.GetProperty("model").GetString()!, network.GetProperty("hidden").GetInt32(), Whole("stop"), frames[at].Epoch, Whole("diverged"),
            double.IsFinite(losses[at]) ? losses[at] : null, Row("effect"), Row("readH"), Row("readC"),
            [.. frames.Zip(network.GetProperty("found").EnumerateArray(), (f, w) => (f, w)).Where(p => p.f is { Batch: 0, Epoch: > 0 }).Select(p => p.w.ValueKind == JsonValueKind.Number ? p.w.GetDouble() : (double?)null)]);
    }

    private static float[] Floats(JsonElement place, ReadOnlyMemory<byte> arrays, int from, int count) =>
        MemoryMarshal.Cast<byte, float>(arrays.Span.Slice((int)place.GetProperty("at").GetInt64(), 4 * place.GetProperty("length").GetInt32())).Slice(from, count).ToArray();

    private static double[] Doubles(JsonElement place, ReadOnlyMemory<byte> arrays) =>
        MemoryMarshal.Cast<byte, double>(arrays.Span.Slice((int)place.GetProperty("at").GetInt64(), 8 * place.GetProperty("length").GetInt32())).ToArray();
}

/// <summary>An input that counts.</summary>
/// <param name="Step">From 0.</param>
/// <param name="Weight">How much of it the target takes.</param>
public sealed record InsideWeight(int Step, double Weight);

/// <summary>One network in its best epoch.</summary>
/// <param name="Model">Which cell.</param>
/// <param name="Hidden">Units.</param>
/// <param name="Stop">The epoch early stopping ended it after; null where it did not.</param>
/// <param name="Epoch">The epoch these facts are of: the best.</param>
/// <param name="Diverged">The epoch in which the loss was lost; null where it was not.</param>
/// <param name="Score">Validation score of that epoch.</param>
/// <param name="Effect">[steps]: weight of each input in the fit of the answers on all inputs.</param>
/// <param name="ReadableH">[steps]: share of the first input's variance that can be read from h at each step, 0 to 1.</param>
/// <param name="ReadableC">[steps]: the same from h and c together.</param>
/// <param name="FirstByEpoch">[epochs]: weight of the first input after each.</param>
public sealed record InsideNetwork(
    string Model, int Hidden, int? Stop, int Epoch, int? Diverged, double? Score, IReadOnlyList<double?> Effect, IReadOnlyList<double?> ReadableH, IReadOnlyList<double?> ReadableC,
    IReadOnlyList<double?> FirstByEpoch);
