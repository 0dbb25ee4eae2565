using Dashboard.Engine.Training;

namespace Dashboard.Engine.Experiments;

/// <summary>Checks a <see cref="RunRequest"/> against <see cref="RunLimits"/>; the form and the API share it.</summary>
public static class RunRequestValidator
{
    private static readonly RunSpec Defaults = Presets.Run(Presets.Panels[0], Protocol.Slides, [1]);

    /// <summary>Checks every field; missing ones take the deck's value. Lengths, models and seeds are sorted: a list means the
    /// same in any order, and series by length need them rising.</summary>
    /// <returns>The spec, or null and for each bad field (camelCase, as in the API) what is wrong and what is allowed.</returns>
    public static (RunSpec? Spec, IReadOnlyDictionary<string, string[]> Errors) Validate(RunRequest request)
    {
        var errors = new FieldErrors();
        RunText.Name(request.Name, errors);
        RunText.Tags(request.Tags, errors);
        var spec = new RunSpec
        {
            Protocol = errors.Choice("protocol", request.Protocol, RunLimits.Protocols),
            Sequence = errors.Choice("sequence", request.Sequence, RunLimits.Sequences),
            Noise = errors.Number("noise", request.Noise, RunLimits.Noise, Defaults.Noise),
            Standardize = request.Standardize ?? Defaults.Standardize,
            Lengths = [.. errors.List("lengths", request.Lengths, RunLimits.Lengths, Defaults.Lengths,
                length => RunLimits.Length.Allows(length) ? null : $"Each length must be {RunLimits.Length}.").Order()],
            Models = Models(request.Models, errors),
            Seeds = [.. errors.List("seeds", request.Seeds, RunLimits.Seeds, Defaults.Seeds,
                seed => RunLimits.Seed.Allows(seed) ? null : $"Each seed must be {RunLimits.Seed}.").Order()],
            DataSeed = errors.Number("dataSeed", request.DataSeed, RunLimits.Seed, Defaults.DataSeed),
            FreshData = request.FreshData ?? Defaults.FreshData,
            TrainCount = errors.Number("trainCount", request.TrainCount, RunLimits.TrainCount, Defaults.TrainCount),
            ValidationCount = errors.Number("validationCount", request.ValidationCount, RunLimits.ValidationCount, Defaults.ValidationCount),
            Low = errors.Number("low", request.Low, RunLimits.Element, Defaults.Low),
            High = errors.Number("high", request.High, RunLimits.Element, Defaults.High),
            HiddenSize = errors.Number("hiddenSize", request.HiddenSize, RunLimits.HiddenSize, Defaults.HiddenSize),
            Layers = errors.Number("layers", request.Layers, RunLimits.Layers, Defaults.Layers),
            Epochs = errors.Number("epochs", request.Epochs, RunLimits.Epochs, Defaults.Epochs),
            Patience = errors.Number("patience", request.Patience, RunLimits.Patience, Defaults.Patience),
            BatchSize = errors.Number("batchSize", request.BatchSize, RunLimits.BatchSize, Defaults.BatchSize),
            LearningRate = errors.Number("learningRate", request.LearningRate, RunLimits.LearningRate, Defaults.LearningRate),
            Engine = errors.Choice("engine", request.Engine, RunLimits.Engines),
            RecurrentInit = errors.Choice("recurrentInit", request.RecurrentInit, RunLimits.RecurrentInits),
            ForgetBias = errors.Number("forgetBias", request.ForgetBias, RunLimits.ForgetBias),
            ClipNorm = errors.Number("clipNorm", request.ClipNorm, RunLimits.ClipNorm),
            TrialTimeLimit = errors.Number("trialTimeLimit", request.TrialTimeLimit, RunLimits.TrialTimeLimit),
        };
        CheckTogether(spec, errors);
        return errors.Any ? (null, errors.ByField) : (spec, errors.ByField);
    }

    private static IReadOnlyList<ModelKind> Models(IReadOnlyList<string>? words, FieldErrors errors)
    {
        if (words is null) return Defaults.Models;
        var models = new List<ModelKind>();
        foreach (var word in words)
            if (RunLimits.Models.TryGet(word, out var model)) models.Add(model);
            else errors.Add("models", $"Each model must be {RunLimits.Models}.");
        if (words.Count == 0) errors.Add("models", $"Must have at least one of {RunLimits.Models}.");
        if (models.Distinct().Count() < models.Count) errors.Add("models", "Must not repeat a model.");
        return [.. models.Order()];
    }

    private static void CheckTogether(RunSpec spec, FieldErrors errors)
    {
        if (spec.Low >= spec.High && !errors.Has("low") && !errors.Has("high"))
        {
            errors.Add("low", $"Must be below high ({spec.High}).");
            errors.Add("high", $"Must be above low ({spec.Low}).");
        }
        if (!errors.Has("lengths") && !errors.Has("trainCount") && !errors.Has("validationCount")
            && ((long)spec.TrainCount + spec.ValidationCount) * spec.Lengths.Max() > RunLimits.Elements)
        {
            var count = RunLimits.Elements / spec.Lengths.Max();
            errors.Add("trainCount", $"With length {spec.Lengths.Max():N0}, trainCount + validationCount must be at most {count:N0}, to fit in memory.");
        }
        // Fresh data takes data seed + 2 · (seed − 1), which must not fall below 0: seeds n and −n draw the same numbers.
        if (spec.FreshData && !errors.Has("seeds") && !errors.Has("dataSeed") && spec.DataSeed + 2 * (spec.Seeds.Min() - 1) < 0)
            errors.Add("dataSeed", "With freshData and seed 0, dataSeed must be at least 2.");
        if (!errors.Has("lengths") && !errors.Has("models") && !errors.Has("seeds") && spec.TrialCount > RunLimits.Trials)
            errors.Add("seeds", $"Lengths × models × seeds must be at most {RunLimits.Trials:N0} trials; this makes {spec.TrialCount:N0}. Take fewer of one.");
        if (!errors.Has("engine") && !errors.Has("models") && !errors.Has("layers") && !errors.Has("hiddenSize")) CheckEngine(spec, errors);
    }

    private static void CheckEngine(RunSpec spec, FieldErrors errors)
    {
        var covered = spec.Models.All(m => FusedTrainer.Covers(spec.Network(m)));
        if (spec.Engine == EngineChoice.Fused && !covered)
        {
            var why = $"The fused engine trains 1 layer, not {spec.Layers}. Set engine to auto or torch, or layers to 1.";
            errors.Add("engine", why);
            errors.Add("layers", why);
        }
        else if (spec.Engine == EngineChoice.Torch && !TorchTrainer.IsAvailable)
            errors.Add("engine", "The torch engine cannot be used on this server (Status says why). Set engine to auto or fused.");
        else if (!covered && !TorchTrainer.IsAvailable)
            errors.Add("layers", $"Training {spec.Layers} layers needs the torch engine, which cannot be used on this server (Status says why). Take 1 layer.");
    }
}
