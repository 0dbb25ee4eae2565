using System.Globalization;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Components.RunDetail;

/// <summary>One trial of a run as its address writes it: "lstm-12-1".</summary>
public readonly record struct PointName(ModelKind Model, int Length, long? Seed)
{
    /// <summary>A trial's; null for none.</summary>
    public static PointName? Of(Trial? trial) => trial is { } t ? new(t.Key.Model, t.Key.Length, t.Key.Seed) : null;

    /// <summary>The trial it names; without a seed the first that is finished. Null where there is none.</summary>
    public Trial? In(IReadOnlyList<Trial> trials)
    {
        var name = this;
        return trials.Where(t => t.Key.Model == name.Model && t.Key.Length == name.Length && (name.Seed is null || t.Key.Seed == name.Seed))
            .OrderBy(t => t.Key.Seed).OrderByDescending(t => t.IsFinished).FirstOrDefault();
    }

    /// <summary>The address's form.</summary>
    public override string ToString() => Seed is { } seed
        ? string.Create(CultureInfo.InvariantCulture, $"{Model.Tone()}-{Length}-{seed}")
        : string.Create(CultureInfo.InvariantCulture, $"{Model.Tone()}-{Length}");

    /// <summary>Reads it back; null for anything else.</summary>
    public static PointName? Parse(string? text)
    {
        if (text?.Split('-') is not ([_, _] or [_, _, _]) || text.Split('-') is not [var tone, var at, ..] parts) return null;
        foreach (var model in Enum.GetValues<ModelKind>())
        {
            if (model.Tone() != tone || !int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var length)) continue;
            if (parts.Length == 2) return new(model, length, null);
            if (long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seed)) return new(model, length, seed);
        }
        return null;
    }
}
