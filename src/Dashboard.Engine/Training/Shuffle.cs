using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Training;

/// <summary>The order of the training sequences, drawn afresh every epoch from the trial's seed.</summary>
public sealed class Shuffle
{
    private readonly MersenneTwister random;
    private readonly int[] order;

    /// <summary>A shuffle of <paramref name="count"/> sequences. Its generator is apart from the initial weights' one, so
    /// both models see the same batches for one seed whatever number of weights they drew.</summary>
    public Shuffle(int count, long seed)
    {
        random = new MersenneTwister([(uint)seed, (uint)(seed >> 32), 0x5AFFE1]);
        order = new int[count];
        for (var i = 0; i < count; i++) order[i] = i;
    }

    /// <summary>Shuffles (Fisher–Yates) and returns the order of the next epoch, [count]; valid until the next call.</summary>
    public ReadOnlySpan<int> NextEpoch()
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            // Lemire's multiply-shift: a bias below 2⁻¹⁷ for 25,000 sequences buys a draw without division or rejection.
            var j = (int)(((ulong)random.NextUInt32() * (ulong)(i + 1)) >> 32);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }
}
