namespace Dashboard.Engine.Statistics;

/// <summary>What the numbers say of a claim.</summary>
public enum Verdict
{
    /// <summary>The interval holds zero, or there are too few seeds for one.</summary>
    NotSettled,

    /// <summary>The whole interval lies on the claim's side of zero.</summary>
    Supported,

    /// <summary>The whole interval lies on the other side.</summary>
    Contradicted,
}

/// <summary>The side of zero on which a claim predicts its effects.</summary>
public enum Side
{
    /// <summary>Below zero.</summary>
    Negative,

    /// <summary>Above zero.</summary>
    Positive,
}

/// <summary>How a verdict is reached.</summary>
public static class Verdicts
{
    /// <summary>The verdict on a claim whose effect should lie on this side.</summary>
    public static Verdict VerdictOf(this Side side, Interval interval) => interval switch
    {
        { Low: > 0 } => side == Side.Positive ? Verdict.Supported : Verdict.Contradicted,
        { High: < 0 } => side == Side.Negative ? Verdict.Supported : Verdict.Contradicted,
        _ => Verdict.NotSettled,
    };
}
