namespace Dashboard.Engine.Statistics;

/// <summary>A score by length.</summary>
/// <param name="Name">"Gradient mean".</param>
/// <param name="Log">Drawn on a log scale.</param>
/// <param name="Of">[lengths] of one seed.</param>
public sealed record Score(string Name, bool Log, Func<SeedScores, double[]> Of)
{
    /// <summary>The protocol's gradient mean.</summary>
    public static Score GradientMean { get; } = new("Gradient mean", true, s => s.GradientMean);

    /// <summary>Steps back over which the gradient is kept.</summary>
    public static Score GradientHorizon { get; } = new("Gradient horizon", false, s => s.GradientHorizon);
}
