using Dashboard.Engine.Findings;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Components.Verdicts;

/// <summary>A claim's numbers as people read them.</summary>
public static class ClaimNumbers
{
    /// <summary>The effect in big type: "ρ −0.29", "LSTM 1.5 lower", "RNN 3.5 × larger".</summary>
    public static string Big(Claim claim, Effect effect)
    {
        var x = effect.Interval.Estimate;
        return claim.Id switch
        {
            "lstm-lower" => $"LSTM {Numbers.Fixed(Math.Abs(x), 1)} {(x >= 0 ? "lower" : "higher")}",
            "rnn-smaller" => $"RNN {Numbers.Fixed(Math.Pow(10, Math.Abs(x)), 1)} × {(x >= 0 ? "larger" : "smaller")}",
            "through-time" => $"LSTM {Numbers.Delta(x, 1)} steps",
            "fluctuation" => Numbers.Delta(x),
            "unexpected" => $"Δρ {Numbers.Delta(x)}",
            _ => "ρ " + Numbers.Fixed(x),
        };
    }

    /// <summary>What the big number is, beside it; empty where it says so itself.</summary>
    public static string Meaning(Claim claim) => claim.Id switch
    {
        "lstm-lower" => "mean MAD, lengths 17 and up",
        "rnn-smaller" => "gradient mean, lengths 17 and up",
        "through-time" => "gradient horizon, lengths 17 and up",
        "fluctuation" => "RNN minus LSTM step, powers of ten",
        _ => "",
    };

    /// <summary>"95% interval −0.49 to −0.05", or why there is none.</summary>
    public static string Range(Claim claim, Effect effect, string unit = "seed") => effect.Interval switch
    {
        { Low: { } low, High: { } high } when claim.Id == "rnn-smaller" => $"95% interval {Numbers.Fixed(Math.Pow(10, low), 1)} to {Numbers.Fixed(Math.Pow(10, high), 1)} ×",
        { Low: { } low, High: { } high } => $"95% interval {Ends(claim, low)} to {Ends(claim, high)}",
        var interval => interval.Missing(unit) ?? "",
    };

    /// <summary>"20 seeds, 16 conditions".</summary>
    public static string Basis(Effect effect, bool unitIsCondition) => unitIsCondition
        ? $"{Numbers.Of(effect.Interval.Count, "condition")}, one seed"
        : $"{Numbers.Of(effect.Interval.Count, "seed")}, {Numbers.Of(effect.Conditions, "condition")}";

    /// <summary>One line for a small card: "ρ −0.29 RNN, −0.49 LSTM".</summary>
    public static string Brief(Claim claim) => claim.Effects is [{ Model: null } only]
        ? Big(claim, only) + (only.Interval is { Low: not null } ? ", " + Range(claim, only)["95% interval ".Length..] : "")
        : string.Join(", ", claim.Effects.Select((e, i) => $"{(i == 0 ? Big(claim, e) : Big(claim, e).Split(' ', 2)[1])} {e.Model?.Name()}"));

    /// <summary>Ends of the line the intervals are drawn on: −1 to 1 for correlations, else as far to both sides as needed.</summary>
    public static (double Min, double Max) Scale(Claim claim)
    {
        if (claim.Unit == "ρ" && claim.Id != "unexpected") return (-1, 1);
        var reach = claim.Effects.SelectMany(e => new[] { e.Interval.Estimate, e.Interval.Low ?? 0, e.Interval.High ?? 0 }).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        return (-1.25 * reach, 1.25 * reach);
    }

    private static string Ends(Claim claim, double value) => Numbers.Fixed(value, claim.Id is "lstm-lower" or "through-time" ? 1 : 2);
}
