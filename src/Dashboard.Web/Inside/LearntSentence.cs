using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Inside;

/// <summary>What the networks of one length learnt, in words with the numbers that prove it.</summary>
public static class LearntSentence
{
    /// <summary>The headline and what stands under it.</summary>
    /// <param name="learnt">One a model.</param>
    /// <param name="budget">The epoch budget.</param>
    /// <param name="patience">Early stopping's patience.</param>
    /// <param name="all">Networks were trained on past their stop.</param>
    public static (string Title, string Text) Of(IReadOnlyList<Learnt> learnt, int budget, int patience, bool all)
    {
        if (learnt.Count == 0) return ("Nothing to show yet", "");
        var title = string.Join(" ", learnt.Select(l => Headline(l, all ? budget : int.MaxValue)));
        var most = learnt.MaxBy(l => l.Paths.Count(p => l.FoundForGood(p, To(p, all, budget)) is not null))!;
        return (title, Detail(most, budget, patience, all));
    }

    /// <summary>How many seeds of one model find the first item, beside its charts.</summary>
    /// <param name="l">The model's networks.</param>
    /// <param name="budget">The epoch budget.</param>
    /// <param name="all">Networks were trained on past their stop.</param>
    public static string Count(Learnt l, int budget, bool all)
    {
        var found = l.Paths.Select(p => (p.Stop, Epoch: l.FoundForGood(p, To(p, all, budget)))).Where(p => p.Epoch is not null).ToArray();
        var n = Numbers.Of(l.Paths.Count, "seed");
        if (found.Length == 0) return all ? $"none of {n} finds {l.Items.First.Sign} in {Numbers.Of(budget, "epoch")}" : $"none of {n} finds {l.Items.First.Sign} by its stop";
        var late = found.Count(p => p.Epoch > p.Stop);
        return $"{found.Length} of {n} {(found.Length == 1 ? "finds" : "find")} {l.Items.First.Sign} for good{(late > 0 ? $", {late} of them after {(late == 1 ? "its" : "their")} stop" : "")}";
    }

    private static int To(LearntPath path, bool all, int budget) => all ? budget : path.Stop;

    private static string Headline(Learnt l, int budget)
    {
        var (name, n) = (l.Model.Name(), l.Paths.Count);
        var found = l.Paths.Count(p => l.FoundForGood(p, Math.Min(budget, budget == int.MaxValue ? p.Stop : budget)) is not null);
        if (found == 0)
        {
            var second = l.Paths.Select(p => Enumerable.Range(1, p.Epochs.Count).FirstOrDefault(e => p.Second(e) / l.TrueSecond >= 2.0 / 3)).Where(e => e > 0).Order().ToArray();
            return second.Length == n && n > 0 ? $"{Plural(name, n)} learn {l.Items.Second!.Name} in {Numbers.Of(second[second.Length / 2], "epoch")} and stay there."
                : $"No {name} finds {l.Items.First.Name}.";
        }
        var before = l.Paths.Count(l.FirstBeforeSecond);
        return $"{(found == n ? n == 1 ? "The" : "All" : $"{found} of {n}")} {Plural(name, n)} {(found == 1 && n == 1 ? "finds" : "find")} {l.Items.First.Name} for good{(before > 0 && n > 1 ? $", {before} of {n} even before {l.Items.Second!.Name}" : "")}.";
    }

    private static string Detail(Learnt l, int budget, int patience, bool all)
    {
        int[] when = [.. l.Paths.Select(p => l.FoundForGood(p, To(p, all, budget))).OfType<int>().Order()];
        var ever = l.Paths.Count(p => l.FoundEver(p, To(p, all, budget)));
        var parts = new List<string>();
        if (ever > when.Length) parts.Add($"{ever} {Plural(l.Model.Name(), ever)} knew it at some time, {ever - when.Length} lost it again.");
        if (when.Length > 1) parts.Add($"Half of the {when.Length} have it by epoch {when[(when.Length - 1) / 2]}, the last one in epoch {when[^1]}.");
        else if (when.Length == 1) parts.Add($"It has it in epoch {when[0]}.");
        var late = l.Paths.Count(p => l.FoundForGood(p, budget) is { } e && e > p.Stop);
        if (all && late > 0) parts.Add($"Patience {patience} had stopped {late} of them before they did.");
        return string.Join(" ", parts);
    }

    private static string Plural(string name, int count) => count == 1 ? name : name + "s";
}
