using Dashboard.Engine.Inside;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Inside;

namespace Dashboard.Web.Tests.Inside;

public sealed class RecordingDifferencesTests
{
    private static EpochResult[] Epochs(params double[] losses) => [.. losses.Select((l, i) => new EpochResult(i + 1, 0, l, 0, 0))];

    private static Trial Saved(ModelKind model, int vectorBits, params double[] losses) => new(0, new(model, 12, 20), TrialStatus.Done, "fused",
        new(TrialStatus.Done, Epochs(losses), false, 1, null, null), new(EngineVersion.Current, vectorBits));

    private static NetworkRecording Now(ModelKind model, RecordingDifference? difference, params double[] losses) =>
        new(new(model, 12, 20), 6, [], [], [], [], Epochs(losses), null, null, null, difference);

    [Fact]
    public void Of_OneNetworkParts_NamesTheEpochAndShowsWhatIsAroundIt()
    {
        var found = RecordingDifferences.Of("MAD",
            [Saved(ModelKind.Rnn, 256, 31, 30, 29), Saved(ModelKind.Lstm, 256, 20, 13.75, 3.8987)],
            [Now(ModelKind.Rnn, null, 31, 30, 29), Now(ModelKind.Lstm, new(3, 3.8987, 3.9102), 20, 13.75, 3.9102)], vectorBits: 512)!;

        Assert.Equal("Trained again, the LSTM's MAD in epoch 3 is 3.9102; the run saved 3.8987.", found.Title);
        Assert.Contains("256-bit vectors; here 512", found.Why, StringComparison.Ordinal);
        Assert.Equal(
            [new("rnn", "RNN", 3, 29, 29, false), new("lstm", "LSTM", 2, 13.75, 13.75, false), new("lstm", "LSTM", 3, 3.8987, 3.9102, true)],
            found.Rows);
    }

    [Fact]
    public void Of_TheSavedNetworks_IsNull() =>
        Assert.Null(RecordingDifferences.Of("MAD", [Saved(ModelKind.Rnn, 512, 31)], [Now(ModelKind.Rnn, null, 31)], 512));
}
