using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Comparisons;

/// <summary>One setting as people read it.</summary>
/// <param name="Group">Data, Network, Training or Repeats.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Value">Its value.</param>
/// <param name="Changed">Differs from the preset of its protocol.</param>
public sealed record ConfigurationRow(string Group, string Name, string Value, bool Changed);

/// <summary>A run's whole configuration as rows.</summary>
public static class ConfigurationRows
{
    /// <summary>The settings that tell a study's conditions apart, by name.</summary>
    public static readonly IReadOnlyList<string> OfCondition = ["Task", "Noise (std. dev.)", "Standardize inputs"];

    /// <summary>Every setting that its task has, with a mark on those that differ from the preset of its protocol.</summary>
    public static IReadOnlyList<ConfigurationRow> Of(RunSpec spec) => spec.Brought is { } brought ? Brought(spec, brought) :
        [.. Rows(spec).Zip(Rows(spec.Task.Preset(spec.Protocol)), (row, standard) => row with { Changed = row.Value != standard.Value })];

    /// <summary>What stands for a setting that nobody knows.</summary>
    public const string Unknown = "Not known";

    /// <summary>Says where a result is from, in what was brought in.</summary>
    public const string Origin = "Origin";

    /// <summary>Stand for all settings of their group in what was brought in.</summary>
    public static readonly IReadOnlyList<(string Group, string Name)> AllUnknown = [("Data", "How it was drawn"), ("Network", "Size and start"), ("Training", "All settings")];

    /// <summary>Of what was brought in: what its file says, and that all else is not known.</summary>
    private static IReadOnlyList<ConfigurationRow> Brought(RunSpec s, BroughtIn brought)
    {
        string[] said = ["Task", "Models", "Lengths", "Seeds", "Trials"];
        var rows = Rows(s with { Brought = null }).Where(r => said.Contains(r.Name)).ToList();
        void Set(string name, string value) => rows[rows.FindIndex(r => r.Name == name)] = rows.Find(r => r.Name == name)! with { Value = value };
        Set("Models", string.Join(", ", brought.Models.Select(m => m.Model.Name().Equals(m.Name, StringComparison.OrdinalIgnoreCase) ? m.Name
            : m.Model == ModelKind.Other ? m.Name : $"{m.Name} (as {m.Model.Name()})")));
        Set("Trials", Numbers.Count(s.TrialCount));
        if (!brought.Says(BroughtColumns.Seed)) Set("Seeds", $"Not known; {Numbers.Of(s.Seeds.Count, "row")} a length");
        return [.. new ConfigurationRow[] { new("Data", Origin, $"Brought in: {brought.File}", false) }.Concat(rows).Concat(AllUnknown.Select(u => new ConfigurationRow(u.Group, u.Name, Unknown, false)))
            .GroupBy(r => r.Group).SelectMany(g => g)];
    }

    private static IReadOnlyList<ConfigurationRow> Rows(RunSpec s)
    {
        var rows = new List<ConfigurationRow>();
        void Add(string group, string name, string value) => rows.Add(new(group, name, value, false));
        string Optional(double? value) => value is { } v ? Numbers.Plain(v) : "None";
        Add("Data", "Task", s.Task.Name);
        Add("Data", "Protocol", s.Protocol.ToString());
        if (s.Task.VariantsOf(s.Protocol) is { } variants) Add("Data", variants.Label, variants.All.First(v => v.Word == s.Variant).Title);
        if (s.Task.DrawsIntegers)
        {
            Add("Data", "Noise (std. dev.)", Numbers.Plain(s.Noise));
            Add("Data", "Standardize inputs", s.Standardize ? "Yes" : "No");
            Add("Data", "Range", $"{Numbers.Plain(s.Low)} to {Numbers.Plain(s.High)}");
        }
        Add("Data", "Training sequences", Numbers.Count(s.TrainCount));
        Add("Data", "Validation sequences", Numbers.Count(s.ValidationCount));
        Add("Data", "Data seed", s.DataSeed.ToString());
        Add("Data", "Data", s.FreshData ? "Fresh for each seed" : "The same for all seeds");
        Add("Network", "Models", string.Join(", ", s.Models.Order().Select(m => m.Name())));
        Add("Network", "Hidden size", s.HiddenSize.ToString());
        Add("Network", "Layers", s.Layers.ToString());
        Add("Network", "Recurrent start", s.RecurrentInit.ToString());
        Add("Network", "Forget bias", s.ForgetBias is { } bias ? Numbers.Plain(bias) : "As PyTorch");
        Add("Network", "Input gate bias", s.InputGateBias is { } shut ? Numbers.Plain(shut) : "As PyTorch");
        Add("Training", "Optimizer", "Adam");
        Add("Training", "Learning rate", Numbers.Plain(s.LearningRate));
        Add("Training", "Batch size", s.BatchSize.ToString());
        Add("Training", "Epochs, at most", s.Epochs.ToString());
        Add("Training", "Patience", Numbers.Of(s.Patience, "epoch"));
        Add("Training", "Gradient clipping", Optional(s.ClipNorm));
        Add("Training", "Time limit of a trial", s.TrialTimeLimit is { } limit ? Numbers.Duration(limit) : "None");
        Add("Training", "Engine", s.Engine.ToString());
        Add("Repeats", "Lengths", s.Lengths.Count > 12 ? $"{s.Lengths.Count}, from {s.Lengths.Min()} to {s.Lengths.Max()}"
            : NumberList.Format(s.RisingLengths));
        Add("Repeats", "Tested at", s.TestLengths.Count == 0 ? "None" : NumberList.Format(s.TestLengths));
        Add("Repeats", "Seeds", NumberList.Format(s.Seeds.Order()));
        Add("Repeats", "Trials", Numbers.Count(s.TrialCount));
        return rows;
    }
}
