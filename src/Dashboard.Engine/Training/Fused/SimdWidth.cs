using System.Runtime.Intrinsics;

namespace Dashboard.Engine.Training.Fused;

/// <summary>Vector widths the kernels are compiled for, by their number of float lanes.</summary>
internal enum SimdWidth
{
    Scalar = 1,
    Bits128 = 4,
    Bits256 = 8,
    Bits512 = 16,
}

internal static class SimdWidths
{
    /// <summary>The widths this machine has, narrowest first.</summary>
    public static IReadOnlyList<SimdWidth> Available { get; } = [.. Probe()];

    /// <summary>The widest this machine has.</summary>
    public static SimdWidth Best => Available[^1];

    private static IEnumerable<SimdWidth> Probe()
    {
        yield return SimdWidth.Scalar;
        if (Vector128.IsHardwareAccelerated) yield return SimdWidth.Bits128;
        if (Vector256.IsHardwareAccelerated) yield return SimdWidth.Bits256;
        if (Vector512.IsHardwareAccelerated) yield return SimdWidth.Bits512;
    }
}
