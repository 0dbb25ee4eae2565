using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Dashboard.Engine.Training.Fused;

/// <summary>Brings a panel's sequences from rows into lanes.</summary>
internal static unsafe class Gather
{
    /// <summary>Fills x, targets and shares for the sequences at <paramref name="indices"/> (at most one panel);
    /// <paramref name="share"/> is the weight of one sequence in the loss.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Run(FusedLayout layout, Workspace work, SampleSet set, ReadOnlySpan<int> indices, float share)
    {
        fixed (float* inputs = set.InputMemory)
        {
            nint step = layout.Columns * layout.Panel;
            var lane = 0;
            for (; lane < indices.Length; lane++)
            {
                work.Targets[lane] = set.Targets(indices[lane])[0];
                work.Shares[lane] = share;
            }
            for (; lane < layout.Panel; lane++)
            {
                work.Targets[lane] = work.Shares[lane] = 0;
                for (var t = 0; t < layout.Length; t++) work.States[t * step + lane] = 0;
            }
            lane = 0;
            if (Sse.IsSupported)
                for (; lane + 4 <= indices.Length; lane += 4)
                    FourLanes(
                        inputs + set.Start(indices[lane]), inputs + set.Start(indices[lane + 1]),
                        inputs + set.Start(indices[lane + 2]), inputs + set.Start(indices[lane + 3]),
                        work.States + lane, step, layout.Length);
            for (; lane < indices.Length; lane++)
            {
                var source = inputs + set.Start(indices[lane]);
                for (var t = 0; t < layout.Length; t++) work.States[t * step + lane] = source[t];
            }
        }
    }

    /// <summary>Transposes blocks of four timesteps of four sequences in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourLanes(float* a, float* b, float* c, float* d, float* target, nint step, int length)
    {
        var t = 0;
        for (; t + 4 <= length; t += 4, target += 4 * step)
        {
            Vector128<float> va = Vector128.Load(a + t), vb = Vector128.Load(b + t), vc = Vector128.Load(c + t), vd = Vector128.Load(d + t);
            Vector128<float> ab0 = Sse.UnpackLow(va, vb), ab1 = Sse.UnpackHigh(va, vb);
            Vector128<float> cd0 = Sse.UnpackLow(vc, vd), cd1 = Sse.UnpackHigh(vc, vd);
            Sse.MoveLowToHigh(ab0, cd0).Store(target);
            Sse.MoveHighToLow(cd0, ab0).Store(target + step);
            Sse.MoveLowToHigh(ab1, cd1).Store(target + 2 * step);
            Sse.MoveHighToLow(cd1, ab1).Store(target + 3 * step);
        }
        for (; t < length; t++, target += step)
            Vector128.Create(a[t], b[t], c[t], d[t]).Store(target);
    }
}
