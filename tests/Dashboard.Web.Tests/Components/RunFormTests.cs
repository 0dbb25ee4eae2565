using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;
using Dashboard.Web.Components.Launch;

namespace Dashboard.Web.Tests.Components;

public sealed class RunFormTests
{
    [Fact]
    public void Check_NewForm_IsTheFirstPanelAsPublishedFiveTimes() =>
        Assert.Equal(Presets.Run(Presets.Panels[0], Protocol.Notebook, [1, 2, 3, 4, 5]), new RunForm().Check().Spec);

    [Fact]
    public void Take_AnySpec_ChecksToTheSameSpec()
    {
        var spec = new RunSpec
        {
            Protocol = Protocol.Slides, Sequence = SequenceKind.Realistic, Noise = 2.5, Standardize = true, Lengths = [3, 9, 12], Models = [ModelKind.Rnn, ModelKind.Gru],
            Seeds = [4, 8], DataSeed = 7, FreshData = true, TrainCount = 1_234, ValidationCount = 10, Low = -3_000, High = 4, HiddenSize = 7, Layers = 2,
            Epochs = 500, Patience = 0, BatchSize = 4_000, LearningRate = 0.0000123456789, Engine = EngineChoice.Torch, RecurrentInit = RecurrentInit.Orthogonal,
            ForgetBias = -1.125, InputGateBias = -3.5, ClipNorm = 0.25, TrialTimeLimit = 3_600,
        };
        var form = new RunForm();
        form.Take(spec);
        Assert.Equal(spec, form.Check().Spec);

        var again = new RunForm();
        again.Take(form.ToTexts());
        Assert.Equal(spec, again.Check().Spec);
    }

    [Fact]
    public void Check_DecimalComma_IsADecimal() => Assert.Equal(0.01, new RunForm { ["learningRate"] = "0,01" }.Check().Spec?.LearningRate);

    [Theory]
    [InlineData("7,5", 7.5)]
    [InlineData("5", null)]
    [InlineData("", null)]
    [InlineData("many", null)]
    public void SolvedUnder_Typed_IsAThresholdOnlyWhereItIsNotTheTasksOwn(string text, double? threshold)
    {
        var form = new RunForm { ["solvedUnder"] = text };
        Assert.Equal(threshold, form.SolvedUnder);
        form.Take(form.ToTexts());
        Assert.Equal(threshold, form.SolvedUnder);
    }

    [Theory]
    [InlineData("learningRate", "fast", "Must be 0.000001 to 1.")]
    [InlineData("learningRate", "", "Must be 0.000001 to 1.")]
    [InlineData("learningRate", "NaN", "Must be 0.000001 to 1.")]
    [InlineData("epochs", "2.5", "Must be a whole number, 1 to 1,000.")]
    [InlineData("epochs", "99999999999999", "Must be a whole number, 1 to 1,000.")]
    [InlineData("lengths", "2–x", "'2–x' is not a number or range")]
    [InlineData("seeds", "", "Write at least 1")]
    [InlineData("clipNorm", "0", "Must be above 0, at most 1,000, or empty.")]
    [InlineData("trainCount", "25.000", "'25.000' can be read as 25 or as 25000")]
    [InlineData("dataSeed", "1,5", "Must be a whole number")]
    [InlineData("noise", "1,500", "'1,500' can be read as 1.5 or as 1500")]
    [InlineData("solvedUnder", "-1", "Must be above 0")]
    [InlineData("low", "50", "Must be below high (50).")]
    public void Check_BadText_IsNamedBesideItsField(string field, string text, string message)
    {
        var (spec, errors) = new RunForm { [field] = text }.Check();
        Assert.Null(spec);
        Assert.StartsWith(message, errors[field][0]);
    }
}
