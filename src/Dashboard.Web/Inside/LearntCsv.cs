using System.Globalization;
using System.Text;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Inside;

/// <summary>What the networks of one length learnt, as CSV: everything the page draws of the length, one row an epoch.</summary>
public static class LearntCsv
{
    private const string Head = "model,length,seed,epoch,past_stop,mad,weight_first,weight_last,found_for_good";

    /// <summary>Writes it.</summary>
    /// <param name="learnt">One a model.</param>
    /// <param name="length">The length.</param>
    /// <param name="all">Epochs past each network's stop too, where it was trained on.</param>
    public static string Of(IReadOnlyList<Learnt> learnt, int length, bool all)
    {
        var csv = new StringBuilder(Head).Append('\n');
        foreach (var of in learnt)
            foreach (var path in of.Paths)
            {
                var to = all ? path.Epochs.Count : Math.Min(path.Stop, path.Epochs.Count);
                var since = of.FoundForGood(path, to);
                for (var e = 1; e <= to; e++)
                    csv.Append(CultureInfo.InvariantCulture, $"{of.Model.Tone()},{length},{path.Seed},{e},{(e > path.Stop ? 1 : 0)},")
                        .Append($"{Text(path.Epochs[e - 1].ValidationLoss)},{Text(path.First(e))},{Text(path.Second(e))},{(e >= since ? 1 : 0)}\n");
            }
        return csv.ToString();
    }

    // What was not read is empty.
    private static string Text(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";
}
