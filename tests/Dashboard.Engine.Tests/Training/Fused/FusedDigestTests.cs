using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Tests.Training.Fused;

/// <summary>
/// The fused engine's results to the bit: a digest over every number of 288 small trials of the deck's kinds for each vector
/// width, taken before the engine learnt other cells and tasks (Golden/fused-digests.json). The same seed has to go on
/// giving the same network on every x64 machine of that width. (A processor from before 2013 has no fused multiply-add and
/// rounds twice: narrow vectors have a second digest for it.)
/// </summary>
public class FusedDigestTests
{
    private static readonly Dictionary<string, string> Golden = Support.Golden.Read<Dictionary<string, string>>("fused-digests.json");

    public static TheoryData<int> Lanes => [.. SimdWidths.Available.Select(w => (int)w)];

    [Theory, MemberData(nameof(Lanes))]
    public void Train_DeckTrials_KeepTheirBits(int lanes) =>
        Assert.Equal(Golden[$"{lanes}{(Fma.IsSupported ? "" : " without FMA")}"], Digest((SimdWidth)lanes));

    private static string Digest(SimdWidth width)
    {
        var results = new TrialResult[Trials.Length];
        Parallel.For(0, Trials.Length, i =>
        {
            var (data, network, training, seed) = Trials[i];
            results[i] = new FusedTrainer(width).Train(data, network, training, seed, null, CancellationToken.None);
        });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var result in results)
        {
            Assert.Null(result.Error);
            hash.AppendData([(byte)result.Status, result.StoppedEarly ? (byte)1 : (byte)0, (byte)result.Epochs.Count]);
            foreach (var epoch in result.Epochs)
                hash.AppendData(MemoryMarshal.AsBytes<double>([epoch.TrainLoss, epoch.ValidationLoss, epoch.GradientMean, epoch.GradientLastBatch]));
            hash.AppendData(MemoryMarshal.AsBytes<float>(result.FirstFlow!.Norms));
            hash.AppendData(MemoryMarshal.AsBytes<float>(result.BestFlow!.Norms));
        }
        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 16));
    }

    // Conditions × lengths × models, with hidden sizes, batch sizes, remedies and clipping taking turns; 131 sequences leave a
    // short last batch. Noise is drawn with the C library's log, cos and sin, which may differ in a last bit between machines:
    // noisy sets are rounded to sixteenths.
    private static readonly (TrainingData Data, NetworkSpec Network, TrainingSpec Training, long Seed)[] Trials =
    [
        .. from kind in new[] { SequenceKind.Simple, SequenceKind.Realistic }
           from noise in new[] { 0, 4 }
           from standardize in new[] { false, true }
           from length in new[] { 2, 3, 4, 5, 7, 10, 14, 21, 33 }
           from model in new[] { ModelKind.Rnn, ModelKind.Lstm }
           from turn in new[] { 0, 1 }
           let n = 7 * length + noise + (int)kind + turn
           select (Data(kind, noise, standardize, length),
               new NetworkSpec(model, turn == 0 ? 6 : new[] { 1, 2, 5, 8, 13, 31, 64 }[n % 7], 1,
                   n % 3 == 0 ? RecurrentInit.Orthogonal : RecurrentInit.Uniform, n % 4 == 0 ? 1 : null),
               new TrainingSpec(Epochs: 3, BatchSize: n % 5 == 0 ? 50 : 32, ClipNorm: n % 2 == 0 ? null : 0.5),
               (long)n),
    ];

    private static TrainingData Data(SequenceKind kind, double noise, bool standardize, int length)
    {
        var spec = new SequenceSpec(kind, (noise > 0 ? Protocol.Slides : Protocol.Notebook).Rule(kind), length, noise, 131, -50, 50, 42);
        return new(Rounded(spec), Rounded(spec with { Seed = 43, Count = 70, Noise = 0 }), standardize);

        static SequenceSet Rounded(SequenceSpec spec)
        {
            var set = SequenceGenerator.Generate(spec);
            if (spec.Noise == 0) return set;
            double[] Sixteenths(ReadOnlySpan<double> values) => [.. values.ToArray().Select(v => Math.Round(v * 16) / 16)];
            return new(spec, Sixteenths(set.Storage), Sixteenths(set.Outputs));
        }
    }
}
