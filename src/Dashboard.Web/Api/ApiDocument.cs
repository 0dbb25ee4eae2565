using Dashboard.Engine.Runs;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Web.People;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;
using Microsoft.AspNetCore.OpenApi;

namespace Dashboard.Web.Api;

/// <summary>What the OpenAPI document says beyond types: the limits, from the table the validator holds.</summary>
internal static class ApiDocument
{
    private static readonly Dictionary<string, string> Run = new()
    {
        ["name"] = $"At most {RunLimits.NameLength} characters; default: the condition.",
        ["protocol"] = $"slides or notebook [slides]; for the other tasks lab or paper [lab]: how data and metrics are defined.",
        ["sequence"] = $"{RunLimits.Sequences} [simple]: the task. What is left out is taken from the task's preset; the defaults here are simple's.",
        ["variant"] = string.Join("; ", LabTasks.All.Where(t => t.Variants is not null)
            .Select(t => $"{Choices<SequenceKind>.Word(t.Kind)}: {string.Join(" or ", t.Variants!.All.Select(v => v.Word))} [{t.Variants.All[0].Word}]")) + ". Other tasks have none.",
        ["testLengths"] = $"{RunLimits.TestLengths} lengths, each {RunLimits.Length}, none twice [none]: every trained network is tested there too.",
        ["noise"] = $"{RunLimits.Noise} [0]: standard deviation of the noise on the training outputs.",
        ["standardize"] = "Shift and scale the inputs [false].",
        ["lengths"] = $"{RunLimits.Lengths} lengths, each {RunLimits.Length}, none twice; sorted [{NumberList.Format(Presets.Lengths)}].",
        ["models"] = $"One or more of {RunLimits.Models}, none twice [{string.Join(", ", Presets.Models.Select(Choices<ModelKind>.Word))}].",
        ["seeds"] = $"{RunLimits.Seeds} seeds, each {RunLimits.Seed}, none twice; sorted [1]. Lengths × models × seeds at most {RunLimits.Trials:N0}.",
        ["dataSeed"] = $"{RunLimits.Seed} [42]: seed of the training data; validation data has the next.",
        ["freshData"] = "Each seed draws its own data [false].",
        ["trainCount"] = $"{RunLimits.TrainCount} [25,000]; (trainCount + validationCount) × longest length at most {RunLimits.Elements:N0}, to fit in memory.",
        ["validationCount"] = $"{RunLimits.ValidationCount} [1,000].",
        ["low"] = $"{RunLimits.Element}, below high [−50].",
        ["high"] = $"{RunLimits.Element}, above low [50].",
        ["hiddenSize"] = $"{RunLimits.HiddenSize} [6].",
        ["layers"] = $"{RunLimits.Layers} [1].",
        ["epochs"] = $"{RunLimits.Epochs} [20].",
        ["patience"] = $"{RunLimits.Patience} [3].",
        ["batchSize"] = $"{RunLimits.BatchSize} [32].",
        ["learningRate"] = $"{RunLimits.LearningRate} [0.01].",
        ["engine"] = $"{RunLimits.Engines} [auto]; fused trains 1 layer.",
        ["recurrentInit"] = $"{RunLimits.RecurrentInits} [uniform].",
        ["forgetBias"] = $"{RunLimits.ForgetBias}, or null for PyTorch's start [null; the paper protocols of 1997: 5]; {Cell.WithForgetBias} only.",
        ["inputGateBias"] = $"{RunLimits.InputGateBias}, or null for PyTorch's start [null; the paper protocols of 1997: −3, temporal order −2]; {Cell.WithInputGateBias} only.",
        ["clipNorm"] = $"{RunLimits.ClipNorm}, or null for no clipping [null].",
        ["trialTimeLimit"] = $"{RunLimits.TrialTimeLimit} seconds, or null [null].",
        ["tags"] = $"At most {RunLimits.Tags} tags of at most {RunLimits.TagLength} characters.",
    };

    private static readonly Dictionary<Type, Dictionary<string, string>> Fields = new()
    {
        [typeof(RunRequest)] = Run,
        [typeof(RunEdit)] = new()
        {
            ["name"] = $"1 to {RunLimits.NameLength} characters.",
            ["notes"] = $"At most {RunLimits.NotesLength:N0} characters.",
            ["tags"] = Run["tags"],
        },
        [typeof(StudyRequest)] = new()
        {
            ["name"] = Run["name"], ["preset"] = "deck or map [deck; map where there is a map].", ["protocol"] = Run["protocol"], ["seeds"] = Run["seeds"], ["models"] = Run["models"], ["engine"] = Run["engine"],
            ["map"] = "A phase map: one run a row over the same lengths, models and seeds. protocol, seeds and engine stand here or in map.run.",
        },
        [typeof(MapRequest)] = new()
        {
            ["setting"] = $"{MapSetting.Ids} [{MapSetting.All[0].Id}]: what the rows differ in.",
            ["values"] = $"{RunLimits.MapRows} values of it, none twice; null leaves forgetBias, inputGateBias or clipNorm out [{string.Join("; ", MapSetting.All.Select(s => $"{s.Id}: {MapValues.Format(s.Usual, s)}"))}].",
            ["run"] = $"What all rows have in common, as for a run; {RunLimits.MapLengths} lengths [{NumberList.Format(MapRequestValidator.Lengths)}], seeds [{NumberList.Format(MapRequestValidator.Seeds)}]. "
                + $"Rows × lengths × models × seeds at most {RunLimits.MapTrials:N0}. name and tags count nowhere.",
        },
        [typeof(TokenRequest)] = new()
        {
            ["name"] = $"1 to {Launcher.NameLength} characters, of no other token that works; needed. Runs say who launched them by it.",
            ["role"] = $"{new Choices<Role>()}; needed. A viewer reads, a member launches and shares and changes their own, an admin may everything.",
        },
        [typeof(SeedsRequest)] = new()
        {
            ["model"] = $"{RunLimits.Models}; needed.", ["length"] = "A length of the map; needed.",
            ["value"] = "A value of the map's rows; null for the row without the setting [null].",
            ["count"] = $"{RunLimits.Seeds} [10]: so many seeds follow the highest the cell has; a cell has at most {RunLimits.Seeds.Max:N0}.",
        },
    };

    /// <summary>What a field of a request may be, with its default in brackets; null for a type or field nothing is said of.</summary>
    public static string? Of(Type type, string field) => Fields.GetValueOrDefault(type)?.GetValueOrDefault(field);

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "RNN & LSTM lab";
            document.Info.Description = "Launch, steer and read runs. Every field of a request is optional; its default stands in brackets. "
                + "Errors are application/problem+json; errors names each bad field. The hub /hubs/runs streams the same messages as /events.";
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (Fields.TryGetValue(context.JsonTypeInfo.Type, out var described))
                foreach (var (name, text) in described)
                    if (schema.Properties?.TryGetValue(name, out var field) is true) field.Description = text;
            return Task.CompletedTask;
        });
    }
}
