using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Tests.Training.Fused;

/// <summary>The pass back ends where nothing is left of the gradient, and no bit of a result says so.</summary>
public class VanishedGradientTests
{
    private const int Length = 250, Batch = 40;

    public static TheoryData<ModelKind, int> ModelsAndLanes =>
        [.. from model in Dashboard.Engine.Training.Cells.Cell.Kinds from width in SimdWidths.Available select (model, (int)width)];

    [Theory, MemberData(nameof(ModelsAndLanes))]
    public void Step_GradientThatVanishes_EndsEarlyWithTheSameBits(ModelKind model, int lanes)
    {
        var (all, early) = Train(new(model), Deck(steps: Length), lanes);
        Assert.InRange(early.StepsBack, 1, all.StepsBack * 3 / 4);
        Same(all, early);
    }

    [Theory, MemberData(nameof(GoldenCells.Models), MemberType = typeof(GoldenCells))]
    public void Step_SequenceThatEndsEarly_IsStillReached(ModelKind model)
    {
        // All lanes but one end at the last step; by the time the pass back comes to the one that ends at step 7 theirs have vanished.
        int[] steps = [7, .. Enumerable.Repeat(Length, Batch - 1)];
        var set = new SampleSet(TaskShape.Deck, steps, Numbers(steps.Sum(), 1), Numbers(Batch, 20));
        var (all, early) = Train(new(model), set, (int)SimdWidths.Best);
        Assert.True(early.StepsBack < all.StepsBack, "no panel ended early");
        Same(all, early);
    }

    [Fact]
    public void Step_ReadOutAtEveryStep_GoesAllTheWay()
    {
        var shape = new TaskShape(1, 1, LossKind.SquaredError, ReadOut.Every);
        var (all, early) = Train(
            new(ModelKind.Rnn) { Shape = shape }, new(shape, Length, Numbers(Batch * Length, 1), Numbers(Batch * Length, 20)), (int)SimdWidths.Best);
        Assert.Equal(all.StepsBack, early.StepsBack);
        Same(all, early);
    }

    private static SampleSet Deck(int steps) => new(TaskShape.Deck, steps, Numbers(Batch * steps, 1), Numbers(Batch, 20));

    /// <summary>The same batches, with the gradient's flow recorded, which takes the whole way, and without.</summary>
    private static (FusedNetwork All, FusedNetwork Early) Train(NetworkSpec network, SampleSet set, int lanes)
    {
        FusedNetwork all = Create(), early = Create();
        int[] batch = [.. Enumerable.Range(0, Batch)];
        for (var i = 0; i < 5; i++) Assert.Equal(all.Step(set, batch, new float[Length], []), early.Step(set, batch, [], []));
        return (all, early);

        FusedNetwork Create() => FusedNetwork.Create(network, new(), Length, InitialWeights.Draw(network, 1), (SimdWidth)lanes);
    }

    private static void Same(FusedNetwork all, FusedNetwork early)
    {
        Assert.Equal(all.Gradients().Named(), early.Gradients().Named());
        Assert.Equal(all.Weights().Named(), early.Weights().Named());
        Assert.Equal(all.GradientMean, early.GradientMean);
        all.Dispose();
        early.Dispose();
    }

    private static float[] Numbers(int count, float spread)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle() - 1) * spread)];
    }
}
