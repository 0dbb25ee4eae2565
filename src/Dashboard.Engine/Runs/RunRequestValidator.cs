using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>Checks a <see cref="RunRequest"/> against <see cref="RunLimits"/>; the form and the API share it.</summary>
public static class RunRequestValidator
{
    /// <summary>Checks every field; missing ones take the value of the task's preset. Lengths, models and seeds are sorted: a list means the
    /// same in any order, and series by length need them rising.</summary>
    /// <returns>The spec, or null and for each bad field (camelCase, as in the API) what is wrong and what is allowed.</returns>
    public static (RunSpec? Spec, IReadOnlyDictionary<string, string[]> Errors) Validate(RunRequest request)
    {
        var errors = new FieldErrors();
        RunText.Name(request.Name, errors);
        RunText.Tags(request.Tags, errors);
        var task = LabTasks.Of(errors.Choice("sequence", request.Sequence, RunLimits.Sequences));
        var protocol = ProtocolOf(task, request.Protocol, errors);
        var preset = task.Preset(protocol);
        var lengths = task.Lengths(protocol);
        CheckOwn(task, request, errors);
        var spec = preset with
        {
            Variant = VariantOf(task, request.Variant, errors),
            Noise = errors.Number("noise", request.Noise, RunLimits.Noise, preset.Noise),
            Standardize = request.Standardize ?? preset.Standardize,
            Lengths = [.. errors.List("lengths", request.Lengths, RunLimits.Lengths, preset.Lengths,
                length => lengths.Allows(length) ? null : $"Each length must be {lengths}.").Order()],
            TestLengths = request.TestLengths is not { Count: > 0 } tested ? [] : [.. errors.List("testLengths", tested, RunLimits.TestLengths, [],
                length => lengths.Allows(length) ? null : $"Each length must be {lengths}.").Order()],
            Models = Models(request.Models, preset.Models, errors),
            Seeds = [.. errors.List("seeds", request.Seeds, RunLimits.Seeds, preset.Seeds,
                seed => RunLimits.Seed.Allows(seed) ? null : $"Each seed must be {RunLimits.Seed}.").Order()],
            DataSeed = errors.Number("dataSeed", request.DataSeed, RunLimits.Seed, preset.DataSeed),
            FreshData = request.FreshData ?? preset.FreshData,
            TrainCount = errors.Number("trainCount", request.TrainCount, RunLimits.TrainCount, preset.TrainCount),
            ValidationCount = errors.Number("validationCount", request.ValidationCount, RunLimits.ValidationCount, preset.ValidationCount),
            Low = errors.Number("low", request.Low, RunLimits.Element, preset.Low),
            High = errors.Number("high", request.High, RunLimits.Element, preset.High),
            HiddenSize = errors.Number("hiddenSize", request.HiddenSize, RunLimits.HiddenSize, preset.HiddenSize),
            Layers = errors.Number("layers", request.Layers, RunLimits.Layers, preset.Layers),
            Epochs = errors.Number("epochs", request.Epochs, RunLimits.Epochs, preset.Epochs),
            Patience = errors.Number("patience", request.Patience, RunLimits.Patience, preset.Patience),
            BatchSize = errors.Number("batchSize", request.BatchSize, RunLimits.BatchSize, preset.BatchSize),
            LearningRate = errors.Number("learningRate", request.LearningRate, RunLimits.LearningRate, preset.LearningRate),
            Engine = errors.Choice("engine", request.Engine, RunLimits.Engines),
            RecurrentInit = errors.Choice("recurrentInit", request.RecurrentInit, RunLimits.RecurrentInits),
            ForgetBias = request.SaysForgetBias ? errors.Number("forgetBias", request.ForgetBias, RunLimits.ForgetBias) : preset.ForgetBias,
            InputGateBias = request.SaysInputGateBias ? errors.Number("inputGateBias", request.InputGateBias, RunLimits.InputGateBias) : preset.InputGateBias,
            ClipNorm = errors.Number("clipNorm", request.ClipNorm, RunLimits.ClipNorm),
            TrialTimeLimit = errors.Number("trialTimeLimit", request.TrialTimeLimit, RunLimits.TrialTimeLimit),
        };
        CheckTogether(spec, errors);
        return errors.Any ? (null, errors.ByField) : (spec, errors.ByField);
    }

    private static Protocol ProtocolOf(LabTask task, string? word, FieldErrors errors)
    {
        if (word is null) return task.Protocols[0];
        if (RunLimits.Protocols.TryGet(word, out var protocol) && task.Protocols.Contains(protocol)) return protocol;
        errors.Add("protocol", $"Must be {string.Join(" or ", task.Protocols.Select(Choices<Protocol>.Word))}.");
        return task.Protocols[0];
    }

    private static string VariantOf(LabTask task, string? word, FieldErrors errors)
    {
        if (task.Variants is not { } variants)
        {
            if (!string.IsNullOrEmpty(word)) errors.Add("variant", $"The task {task.Name} has none; leave it out.");
            return "";
        }
        if (string.IsNullOrEmpty(word)) return variants.All[0].Word;
        if (variants.All.FirstOrDefault(v => v.Word.Equals(word.Trim(), StringComparison.OrdinalIgnoreCase)) is { } variant) return variant.Word;
        errors.Add("variant", $"Must be {string.Join(" or ", variants.All.Select(v => v.Word))}.");
        return variants.All[0].Word;
    }

    // What says how the deck's numbers are drawn has no meaning elsewhere: better said than silently left out.
    private static void CheckOwn(LabTask task, RunRequest request, FieldErrors errors)
    {
        if (task.DrawsIntegers) return;
        var why = $"Belongs to the deck's tasks; leave it out for {task.Name}.";
        if (request.Noise is { } noise && noise != 0) errors.Add("noise", why);
        if (request.Standardize == true) errors.Add("standardize", why);
        if (request.Low is not null) errors.Add("low", why);
        if (request.High is not null) errors.Add("high", why);
    }

    private static IReadOnlyList<ModelKind> Models(IReadOnlyList<string>? words, IReadOnlyList<ModelKind> otherwise, FieldErrors errors)
    {
        if (words is null) return otherwise;
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
            && Elements(spec, spec.Lengths.Max()) is var elements && ((long)spec.TrainCount + spec.ValidationCount) * elements > RunLimits.Elements)
        {
            var count = RunLimits.Elements / elements;
            errors.Add("trainCount", $"With length {spec.Lengths.Max():N0}, trainCount + validationCount must be at most {count:N0}, to fit in memory.");
        }
        if (spec.TestLengths.Count > 0 && !errors.Has("testLengths") && !errors.Has("validationCount")
            && Elements(spec, spec.TestLengths.Max()) is var tested && spec.ValidationCount * tested > RunLimits.Elements)
            errors.Add("testLengths", $"With length {spec.TestLengths.Max():N0}, validationCount must be at most {RunLimits.Elements / tested:N0}, to fit in memory.");
        // Fresh data takes data seed + 2 · (seed − 1), which must not fall below 0: seeds n and −n draw the same numbers.
        if (spec.FreshData && !errors.Has("seeds") && !errors.Has("dataSeed") && spec.DataSeed + 2 * (spec.Seeds.Min() - 1) < 0)
            errors.Add("dataSeed", "With freshData and seed 0, dataSeed must be at least 2.");
        if (!errors.Has("lengths") && !errors.Has("models") && !errors.Has("seeds") && spec.TrialCount > RunLimits.Trials)
            errors.Add("seeds", $"Lengths × models × seeds must be at most {RunLimits.Trials:N0} trials; this makes {spec.TrialCount:N0}. Take fewer of one.");
        if (!errors.Has("engine") && !errors.Has("models") && !errors.Has("layers") && !errors.Has("hiddenSize")) CheckEngine(spec, errors);
    }

    // Numbers in one sequence.
    private static long Elements(RunSpec spec, int length) => (long)spec.Task.Steps(spec, length) * spec.Task.Shape(spec).Inputs;

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
