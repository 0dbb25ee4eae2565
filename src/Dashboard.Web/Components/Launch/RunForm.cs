using Dashboard.Engine.Runs;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Components.Launch;

/// <summary>
/// What is typed into the launch form. Numbers are kept as text, so that what cannot be read stays in its field with an error
/// beside it; the rest is checked by the validator the API has.
/// </summary>
public sealed class RunForm
{
    private readonly Dictionary<string, string> texts = [];

    /// <summary>The deck's first panel as published, five times.</summary>
    public RunForm() => Take(LabTasks.All[0]);

    public Protocol Protocol { get; set; }
    public SequenceKind Sequence { get; set; }

    /// <summary>Word of the task's variant; empty where it has none.</summary>
    public string Variant { get; set; } = "";

    /// <summary>What its networks will learn.</summary>
    public LabTask Task => LabTasks.Of(Sequence);
    public bool Standardize { get; set; }
    public bool FreshData { get; set; }
    public EngineChoice Engine { get; set; }
    public RecurrentInit RecurrentInit { get; set; }
    public HashSet<ModelKind> Models { get; } = [];

    /// <summary>The text of a field by its API name.</summary>
    public string this[string field]
    {
        get => texts.GetValueOrDefault(field, "");
        set => texts[field] = value;
    }

    /// <summary>The condition, where the noise can be read.</summary>
    public Panel? Panel => NumberText.Parse(this["noise"], whole: false).Value is { } noise ? new(Sequence, noise, Standardize) : null;

    /// <summary>Fills every field from a run's configuration.</summary>
    public void Take(RunSpec spec)
    {
        (Protocol, Variant) = (spec.Protocol, spec.Variant);
        Take(new Panel(spec.Sequence, spec.Noise, spec.Standardize));
        (FreshData, Engine, RecurrentInit) = (spec.FreshData, spec.Engine, spec.RecurrentInit);
        Models.Clear();
        Models.UnionWith(spec.Models);
        texts["lengths"] = NumberList.Format(spec.Lengths);
        texts["testLengths"] = NumberList.Format(spec.TestLengths);
        texts["seeds"] = NumberList.Format(spec.Seeds);
        texts["dataSeed"] = NumberText.Format(spec.DataSeed);
        texts["trainCount"] = Numbers.Count(spec.TrainCount);
        texts["validationCount"] = Numbers.Count(spec.ValidationCount);
        texts["low"] = NumberText.Format(spec.Low);
        texts["high"] = NumberText.Format(spec.High);
        texts["hiddenSize"] = NumberText.Format(spec.HiddenSize);
        texts["layers"] = NumberText.Format(spec.Layers);
        texts["epochs"] = NumberText.Format(spec.Epochs);
        texts["patience"] = NumberText.Format(spec.Patience);
        texts["batchSize"] = NumberText.Format(spec.BatchSize);
        texts["learningRate"] = NumberText.Format(spec.LearningRate);
        texts["forgetBias"] = spec.ForgetBias is { } bias ? NumberText.Format(bias) : "";
        texts["inputGateBias"] = spec.InputGateBias is { } shut ? NumberText.Format(shut) : "";
        texts["clipNorm"] = spec.ClipNorm is { } norm ? NumberText.Format(norm) : "";
        texts["solvedUnder"] = NumberText.Format(spec.Task.Score.Solved.Threshold);
        texts["trialTimeLimit"] = spec.TrialTimeLimit is { } limit ? NumberText.Format(limit) : "";
    }

    /// <summary>Fills every field from a task's preset, five times; the deck's as published.</summary>
    public void Take(LabTask task, Protocol? protocol = null) =>
        Take(task.Preset(protocol ?? (task.Protocols.Contains(Protocol.Notebook) ? Protocol.Notebook : task.Protocols[0])) with { Seeds = [1, 2, 3, 4, 5] });

    /// <summary>Fills the condition's fields only.</summary>
    public void Take(Panel panel)
    {
        (Sequence, Standardize) = (panel.Sequence, panel.Standardize);
        texts["noise"] = NumberText.Format(panel.Noise);
    }

    public IReadOnlyList<string> Tags => TagText.Parse(this["tags"]);

    /// <summary>Everything in the form as texts by field, such that <see cref="Take(IReadOnlyDictionary{string, string})"/> brings it back.</summary>
    public Dictionary<string, string> ToTexts() => new(texts)
    {
        ["protocol"] = Choices<Protocol>.Word(Protocol),
        ["sequence"] = Choices<SequenceKind>.Word(Sequence),
        ["variant"] = Variant,
        ["standardize"] = $"{Standardize}",
        ["freshData"] = $"{FreshData}",
        ["engine"] = Choices<EngineChoice>.Word(Engine),
        ["recurrentInit"] = Choices<RecurrentInit>.Word(RecurrentInit),
        ["models"] = string.Join(' ', Models.Order().Select(Choices<ModelKind>.Word)),
    };

    /// <summary>Fills the form from texts by field; what is not there or cannot be read stays as it is.</summary>
    public void Take(IReadOnlyDictionary<string, string> fields)
    {
        foreach (var field in texts.Keys.Concat(["name", "tags"]).Distinct().ToArray())
            if (fields.TryGetValue(field, out var text)) texts[field] = text;
        if (RunLimits.Protocols.TryGet(fields.GetValueOrDefault("protocol"), out var protocol)) Protocol = protocol;
        if (RunLimits.Sequences.TryGet(fields.GetValueOrDefault("sequence"), out var sequence)) Sequence = sequence;
        if (fields.TryGetValue("variant", out var variant)) Variant = variant;
        if (bool.TryParse(fields.GetValueOrDefault("standardize"), out var standardize)) Standardize = standardize;
        if (bool.TryParse(fields.GetValueOrDefault("freshData"), out var fresh)) FreshData = fresh;
        if (RunLimits.Engines.TryGet(fields.GetValueOrDefault("engine"), out var engine)) Engine = engine;
        if (RunLimits.RecurrentInits.TryGet(fields.GetValueOrDefault("recurrentInit"), out var init)) RecurrentInit = init;
        if (!fields.TryGetValue("models", out var models)) return;
        Models.Clear();
        foreach (var word in models.Split(' '))
            if (RunLimits.Models.TryGet(word, out var model)) Models.Add(model);
    }

    /// <summary>The threshold below which a network has learnt the task; null for the task's own, and where it cannot be read.</summary>
    public double? SolvedUnder => Number("solvedUnder", Task.Score.Solved.Allowed, new(), optional: true) is { } number && number != Task.Score.Solved.Threshold ? number : null;

    /// <summary>Checks everything.</summary>
    /// <returns>The spec, or null and the messages by field.</returns>
    public (RunSpec? Spec, IReadOnlyDictionary<string, string[]> Errors) Check()
    {
        var errors = new FieldErrors();
        var request = new RunRequest
        {
            Name = this["name"],
            Tags = Tags,
            Protocol = Choices<Protocol>.Word(Protocol),
            Sequence = Choices<SequenceKind>.Word(Sequence),
            Variant = Variant,
            Noise = Task.DrawsIntegers ? Number("noise", RunLimits.Noise, errors) : null,
            Standardize = Task.DrawsIntegers ? Standardize : null,
            Lengths = List("lengths", RunLimits.Length, RunLimits.Lengths, errors)?.Select(l => (int)l).ToArray(),
            TestLengths = string.IsNullOrWhiteSpace(this["testLengths"]) ? null
                : List("testLengths", RunLimits.Length, RunLimits.TestLengths, errors)?.Select(l => (int)l).ToArray(),
            Models = [.. Models.Order().Select(Choices<ModelKind>.Word)],
            Seeds = List("seeds", RunLimits.Seed, RunLimits.Seeds, errors),
            DataSeed = Whole("dataSeed", RunLimits.Seed, errors),
            FreshData = FreshData,
            TrainCount = (int?)Whole("trainCount", RunLimits.TrainCount, errors),
            ValidationCount = (int?)Whole("validationCount", RunLimits.ValidationCount, errors),
            Low = Task.DrawsIntegers ? (int?)Whole("low", RunLimits.Element, errors) : null,
            High = Task.DrawsIntegers ? (int?)Whole("high", RunLimits.Element, errors) : null,
            HiddenSize = (int?)Whole("hiddenSize", RunLimits.HiddenSize, errors),
            Layers = (int?)Whole("layers", RunLimits.Layers, errors),
            Epochs = (int?)Whole("epochs", RunLimits.Epochs, errors),
            Patience = (int?)Whole("patience", RunLimits.Patience, errors),
            BatchSize = (int?)Whole("batchSize", RunLimits.BatchSize, errors),
            LearningRate = Number("learningRate", RunLimits.LearningRate, errors),
            Engine = Choices<EngineChoice>.Word(Engine),
            RecurrentInit = Choices<RecurrentInit>.Word(RecurrentInit),
            ForgetBias = Number("forgetBias", RunLimits.ForgetBias, errors, optional: true),
            InputGateBias = Number("inputGateBias", RunLimits.InputGateBias, errors, optional: true),
            ClipNorm = Number("clipNorm", RunLimits.ClipNorm, errors, optional: true),
            TrialTimeLimit = Number("trialTimeLimit", RunLimits.TrialTimeLimit, errors, optional: true),
        };
        Number("solvedUnder", Task.Score.Solved.Allowed, errors, optional: true);
        var (spec, invalid) = RunRequestValidator.Validate(request);
        errors.AddMissing(invalid);
        return (errors.Any ? null : spec, errors.ByField);
    }

    private IReadOnlyList<long>? List(string field, Limit number, Limit count, FieldErrors errors)
    {
        var (numbers, error) = NumberList.Parse(this[field], number, count);
        if (error is not null) errors.Add(field, error);
        return numbers;
    }

    private long? Whole(string field, Limit limit, FieldErrors errors)
    {
        var (number, problem) = NumberText.Parse(this[field], whole: true);
        if (number is { } value && value == Math.Floor(value) && limit.Allows(value)) return (long)value;
        errors.Add(field, problem ?? $"Must be a whole number, {limit}.");
        return null;
    }

    private double? Number(string field, Limit limit, FieldErrors errors, bool optional = false)
    {
        if (optional && string.IsNullOrWhiteSpace(this[field])) return null;
        var (number, problem) = NumberText.Parse(this[field], whole: false);
        if (number is { } value && limit.Allows(value)) return value;
        errors.Add(field, problem ?? $"Must be {limit}{(optional ? ", or empty" : "")}.");
        return null;
    }
}
