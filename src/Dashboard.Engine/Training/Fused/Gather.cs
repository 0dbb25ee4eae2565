using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Dashboard.Engine.Training.Fused;

/// <summary>Brings a panel's sequences from rows into lanes.</summary>
internal static unsafe class Gather
{
    /// <summary>Fills the inputs for the sequences at <paramref name="indices"/> (at most one panel): zeros after a sequence's
    /// last step, and in lanes without one.</summary>
    /// <returns>Steps of the longest.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static int Inputs(FusedLayout layout, Workspace work, SampleSet set, ReadOnlySpan<int> indices)
    {
        var steps = set.OneLength ? set.Steps : 0;
        nint step = layout.Columns * layout.Panel;
        var size = layout.Shape.Inputs;
        if (!set.OneLength)
            foreach (var k in indices) steps = Math.Max(steps, set.StepsOf(k));
        for (var lane = set.OneLength ? indices.Length : 0; lane < layout.Panel; lane++)
            for (var t = lane < indices.Length ? set.StepsOf(indices[lane]) : 0; t < steps; t++)
                for (var i = 0; i < size; i++) work.States[t * step + FusedLayout.InputColumn(i) * layout.Panel + lane] = 0;
        fixed (float* inputs = set.InputMemory)
        fixed (int* places = layout.InputPlaces)
        {
            var lane = 0;
            if (Sse.IsSupported)
                for (; lane + 4 <= indices.Length; lane += 4)
                {
                    int k0 = indices[lane], k1 = indices[lane + 1], k2 = indices[lane + 2], k3 = indices[lane + 3];
                    float* a = inputs + set.Start(k0), b = inputs + set.Start(k1), c = inputs + set.Start(k2), d = inputs + set.Start(k3);
                    var common = set.OneLength
                        ? steps : Math.Min(Math.Min(set.StepsOf(k0), set.StepsOf(k1)), Math.Min(set.StepsOf(k2), set.StepsOf(k3)));
                    if (size == 1) FourLanes(a, b, c, d, work.States + lane, step, common);
                    else FourLanes(a, b, c, d, work.States + lane, places, common * size);
                    if (set.OneLength) continue;
                    OneLane(a, work.States + lane, places, common * size, set.StepsOf(k0) * size);
                    OneLane(b, work.States + lane + 1, places, common * size, set.StepsOf(k1) * size);
                    OneLane(c, work.States + lane + 2, places, common * size, set.StepsOf(k2) * size);
                    OneLane(d, work.States + lane + 3, places, common * size, set.StepsOf(k3) * size);
                }
            for (; lane < indices.Length; lane++)
                OneLane(inputs + set.Start(indices[lane]), work.States + lane, places, 0, set.StepsOf(indices[lane]) * size);
        }
        return steps;
    }

    /// <summary>Fills target and share of every sequence's only read-out, at the last step that all have in common.</summary>
    public static void LastTargets(FusedLayout layout, Workspace work, SampleSet set, ReadOnlySpan<int> indices, float share)
    {
        var targets = set.TargetMemory;
        var lane = 0;
        for (; lane < indices.Length; lane++)
        {
            work.Targets[lane] = targets[set.TargetStart(indices[lane])];
            work.Shares[lane] = share;
        }
        for (; lane < layout.Panel; lane++) work.Targets[lane] = work.Shares[lane] = 0;
    }

    /// <summary>Fills targets and shares of every read-out of every step, and whether a step has any.</summary>
    public static void AllTargets(
        FusedLayout layout, Workspace work, SampleSet set, ReadOnlySpan<int> indices, float share, int steps, Span<bool> readOuts)
    {
        int panel = layout.Panel, size = layout.Shape.TargetSize;
        new Span<float>(work.Shares, steps * panel).Clear();
        new Span<float>(work.Targets, steps * size * panel).Clear();
        readOuts.Clear();
        for (var lane = 0; lane < indices.Length; lane++)
        {
            var k = indices[lane];
            var targets = set.Targets(k);
            var at = 0;
            for (var t = set.StepsOf(k) - layout.Shape.ReadOuts(set.StepsOf(k)); at < targets.Length; t++)
            {
                readOuts[t] = true;
                work.Shares[t * panel + lane] = share;
                for (var i = 0; i < size; i++) work.Targets[(t * size + i) * panel + lane] = targets[at++];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneLane(float* source, float* target, int* places, int from, int to)
    {
        for (var i = from; i < to; i++) target[places[i]] = source[i];
    }

    /// <summary>Transposes blocks of four timesteps of one input of four sequences in registers.</summary>
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

    /// <summary>The same for several inputs: number i of a sequence belongs at places[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourLanes(float* a, float* b, float* c, float* d, float* target, int* places, int count)
    {
        var i = 0;
        for (; i + 4 <= count; i += 4)
        {
            Vector128<float> va = Vector128.Load(a + i), vb = Vector128.Load(b + i), vc = Vector128.Load(c + i), vd = Vector128.Load(d + i);
            Vector128<float> ab0 = Sse.UnpackLow(va, vb), ab1 = Sse.UnpackHigh(va, vb);
            Vector128<float> cd0 = Sse.UnpackLow(vc, vd), cd1 = Sse.UnpackHigh(vc, vd);
            Sse.MoveLowToHigh(ab0, cd0).Store(target + places[i]);
            Sse.MoveHighToLow(cd0, ab0).Store(target + places[i + 1]);
            Sse.MoveLowToHigh(ab1, cd1).Store(target + places[i + 2]);
            Sse.MoveHighToLow(cd1, ab1).Store(target + places[i + 3]);
        }
        for (; i < count; i++)
            Vector128.Create(a[i], b[i], c[i], d[i]).Store(target + places[i]);
    }
}
