using System.Text.Json;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Runs;

public sealed class RunRequestValidatorTests
{
    [Fact]
    public void Validate_EmptyRequest_IsTheDecksFirstPanelOnSlides() =>
        Assert.Equal(Presets.Run(Presets.Panels[0], Protocol.Slides, [1]), RunRequestValidator.Validate(new()).Spec);

    /// <summary>A paper's preset has gate biases; what was saved with null, or asks for it, is PyTorch's start.</summary>
    [Theory]
    [InlineData("""{ "sequence": "adding", "protocol": "paper" }""", 5.0, -3.0)]
    [InlineData("""{ "sequence": "adding", "protocol": "paper", "forgetBias": null }""", null, -3.0)]
    [InlineData("""{ "sequence": "adding", "protocol": "paper", "inputGateBias": null }""", 5.0, null)]
    [InlineData("""{ "sequence": "adding", "protocol": "paper", "forgetBias": 1, "inputGateBias": 0 }""", 1.0, 0.0)]
    [InlineData("""{ "sequence": "adding" }""", null, null)]
    public void Validate_GateBiasLeftOut_IsThePresetsAndNullIsPyTorchsStart(string asked, double? forget, double? input)
    {
        var (spec, _) = RunRequestValidator.Validate(JsonSerializer.Deserialize<RunRequest>(asked, JsonSerializerOptions.Web)!);
        Assert.Equal((forget, input), (spec!.ForgetBias, spec.InputGateBias));

        var shown = JsonSerializer.Serialize(RunRequest.From(spec), JsonSerializerOptions.Web);
        Assert.Equal(spec, RunRequestValidator.Validate(JsonSerializer.Deserialize<RunRequest>(shown, JsonSerializerOptions.Web)!).Spec);
    }

    [Fact]
    public void Validate_WordsInAnyCase_AreRead()
    {
        var (spec, _) = RunRequestValidator.Validate(new()
        {
            Protocol = "NoteBook", Sequence = "REALISTIC", Models = ["GRU", "rnn"], Engine = "Torch", RecurrentInit = "Orthogonal",
        });
        Assert.Equal((Protocol.Notebook, SequenceKind.Realistic, EngineChoice.Torch, RecurrentInit.Orthogonal),
            (spec!.Protocol, spec.Sequence, spec.Engine, spec.RecurrentInit));
        Assert.Equal([ModelKind.Rnn, ModelKind.Gru], spec.Models);
    }

    [Fact]
    public void From_AnySpec_GivesTheSpecBack()
    {
        var spec = new RunSpec
        {
            Protocol = Protocol.Notebook, Sequence = SequenceKind.Realistic, Noise = 2.5, Standardize = true, Lengths = [3, 9], Models = [ModelKind.Gru],
            Seeds = [4, 8], DataSeed = 7, FreshData = true, TrainCount = 100, ValidationCount = 10, Low = -3, High = 4, HiddenSize = 7, Layers = 2,
            Epochs = 5, Patience = 1, BatchSize = 8, LearningRate = 0.5, Engine = EngineChoice.Torch, RecurrentInit = RecurrentInit.Orthogonal,
            ForgetBias = 1, InputGateBias = -3, ClipNorm = 2, TrialTimeLimit = 3,
        };
        Assert.Equal(spec, RunRequestValidator.Validate(RunRequest.From(spec)).Spec);
    }

    [Fact]
    public void Validate_ListsInAnyOrder_AreSorted()
    {
        var (spec, _) = RunRequestValidator.Validate(new() { Lengths = [30, 2, 9], Models = ["lstm", "rnn"], Seeds = [7, 1] });
        Assert.Equal([2, 9, 30], spec!.Lengths);
        Assert.Equal([ModelKind.Rnn, ModelKind.Lstm], spec.Models);
        Assert.Equal([1, 7], spec.Seeds);
    }

    public static TheoryData<string, RunRequest, string> Bad => new()
    {
        { "protocol", new() { Protocol = "deck" }, "Must be slides or notebook." },
        { "protocol", new() { Protocol = "1" }, "Must be slides or notebook." },
        { "sequence", new() { Sequence = "" }, "Must be simple, realistic, twoSequences, adding, multiplication, temporalOrder or copyMemory." },
        { "protocol", new() { Sequence = "adding", Protocol = "notebook" }, "Must be lab or paper." },
        { "variant", new() { Sequence = "adding", Variant = "nowhere" }, "Must be halves or anywhere." },
        { "variant", new() { Variant = "halves" }, "The task Simple has none; leave it out." },
        { "noise", new() { Sequence = "adding", Noise = 2 }, "Belongs to the deck's tasks; leave it out for Adding." },
        { "low", new() { Sequence = "copyMemory", Low = 0 }, "Belongs to the deck's tasks; leave it out for Copy memory." },
        { "lengths", new() { Sequence = "temporalOrder", Protocol = "paper", Lengths = [50] }, "Each length must be 100 to 100." },
        { "lengths", new() { Sequence = "copyMemory", Lengths = [981] }, "Each length must be 3 to 980." },
        { "testLengths", new() { Sequence = "copyMemory", TestLengths = [980], ValidationCount = 3_001 }, "With length 980, validationCount must be at most 3,000, to fit in memory." },
        { "testLengths", new() { TestLengths = [1001] }, "Each length must be 2 to 1,000." },
        { "testLengths", new() { TestLengths = [.. Enumerable.Range(2, 21)] }, "Must have 0 to 20 entries; it has 21." },
        { "noise", new() { Noise = -1 }, "Must be 0 to 1,000." },
        { "noise", new() { Noise = double.NaN }, "Must be 0 to 1,000." },
        { "noise", new() { Noise = double.PositiveInfinity }, "Must be 0 to 1,000." },
        { "lengths", new() { Lengths = [] }, "Must have 1 to 200 entries; it has 0." },
        { "lengths", new() { Lengths = [1] }, "Each length must be 2 to 1,000." },
        { "lengths", new() { Lengths = [1001] }, "Each length must be 2 to 1,000." },
        { "lengths", new() { Lengths = [5, 5] }, "Must not repeat entries: 5." },
        { "lengths", new() { Lengths = [.. Enumerable.Range(2, 201)] }, "Must have 1 to 200 entries; it has 201." },
        { "models", new() { Models = [] }, "Must have at least one of rnn, lstm or gru." },
        { "models", new() { Models = ["cnn"] }, "Each model must be rnn, lstm or gru." },
        { "models", new() { Models = [null!] }, "Each model must be rnn, lstm or gru." },
        { "models", new() { Models = ["rnn", "RNN"] }, "Must not repeat a model." },
        { "seeds", new() { Seeds = [] }, "Must have 1 to 100 entries; it has 0." },
        { "seeds", new() { Seeds = [-1] }, "Each seed must be 0 to 4,294,967,295." },
        { "seeds", new() { Seeds = [1, 1] }, "Must not repeat entries: 1." },
        { "seeds", new() { Seeds = [.. Enumerable.Range(0, 101).Select(s => (long)s)] }, "Must have 1 to 100 entries; it has 101." },
        { "dataSeed", new() { Seeds = [0, 4], FreshData = true, DataSeed = 1 }, "With freshData and seed 0, dataSeed must be at least 2." },
        { "seeds", new() { Lengths = [.. Enumerable.Range(2, 150)], Seeds = [.. Enumerable.Range(0, 100).Select(s => (long)s)] }, "Lengths × models × seeds must be at most 20,000 trials; this makes 30,000. Take fewer of one." },
        { "dataSeed", new() { DataSeed = -1 }, "Must be 0 to 4,294,967,295." },
        { "trainCount", new() { TrainCount = 0 }, "Must be 1 to 1,000,000." },
        { "trainCount", new() { TrainCount = 1_000_000, ValidationCount = 1, Lengths = [31] }, "With length 31, trainCount + validationCount must be at most 967,741, to fit in memory." },
        { "validationCount", new() { ValidationCount = 100_001 }, "Must be 1 to 100,000." },
        { "low", new() { Low = 50 }, "Must be below high (50)." },
        { "high", new() { High = -50 }, "Must be above low (-50)." },
        { "low", new() { Low = -1_000_001 }, "Must be −1,000,000 to 1,000,000." },
        { "hiddenSize", new() { HiddenSize = 129 }, "Must be 1 to 128." },
        { "layers", new() { Layers = 5 }, "Must be 1 to 4." },
        { "epochs", new() { Epochs = 0 }, "Must be 1 to 1,000." },
        { "patience", new() { Patience = -1 }, "Must be 0 to 1,000." },
        { "batchSize", new() { BatchSize = 4097 }, "Must be 1 to 4,096." },
        { "learningRate", new() { LearningRate = 0 }, "Must be 0.000001 to 1." },
        { "learningRate", new() { LearningRate = double.NaN }, "Must be 0.000001 to 1." },
        { "engine", new() { Engine = "gpu" }, "Must be auto, fused or torch." },
        { "recurrentInit", new() { RecurrentInit = "zero" }, "Must be uniform or orthogonal." },
        { "forgetBias", new() { ForgetBias = 11 }, "Must be −10 to 10." },
        { "inputGateBias", new() { InputGateBias = -11 }, "Must be −10 to 10." },
        { "clipNorm", new() { ClipNorm = 0 }, "Must be above 0, at most 1,000." },
        { "trialTimeLimit", new() { TrialTimeLimit = 0.5 }, "Must be 1 to 86,400." },
        { "name", new() { Name = new('x', 121) }, "Must be at most 120 characters." },
        { "name", new() { Name = "a\u0000b" }, "Must not contain control characters or broken Unicode." },
        { "name", new() { Name = "a\ud800b" }, "Must not contain control characters or broken Unicode." },
        { "tags", new() { Tags = [" "] }, "A tag must not be empty." },
        { "tags", new() { Tags = [new('x', 41)] }, "Must be at most 40 characters." },
        { "tags", new() { Tags = [.. Enumerable.Range(0, 21).Select(i => $"t{i}")] }, "Must be at most 20 tags; there are 21." },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Validate_BadField_IsNamedWithWhatIsAllowed(string field, RunRequest request, string message)
    {
        var (spec, errors) = RunRequestValidator.Validate(request);
        Assert.Null(spec);
        Assert.Contains(message, errors[field]);
    }

    [Fact]
    public void Validate_SeveralBadFields_NamesThemAll()
    {
        var (_, errors) = RunRequestValidator.Validate(new() { Noise = -1, Epochs = 0, Engine = "x" });
        Assert.Equal(["engine", "epochs", "noise"], errors.Keys.Order());
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void Validate_FusedEngine_TakesOneLayerOfEveryCellAndNamesBothFieldsOfMore(string model)
    {
        Assert.NotNull(RunRequestValidator.Validate(new() { Engine = "fused", Models = [model] }).Spec);
        var (_, errors) = RunRequestValidator.Validate(new() { Engine = "fused", Models = [model], Layers = 2 });
        Assert.Equal(["engine", "layers"], errors.Keys.Order());
    }

    [Fact]
    public void Validate_LargestAllowed_Passes() => Assert.NotNull(RunRequestValidator.Validate(new()
    {
        Lengths = [1000], TrainCount = 29_000, ValidationCount = 1_000, Low = -1_000_000, High = 1_000_000, HiddenSize = 128, Layers = 4, Epochs = 1_000,
        Patience = 1_000, BatchSize = 4_096, LearningRate = 1, Noise = 1_000, Seeds = [uint.MaxValue], DataSeed = 0, ClipNorm = 1_000, TrialTimeLimit = 86_400,
    }).Spec);
}
