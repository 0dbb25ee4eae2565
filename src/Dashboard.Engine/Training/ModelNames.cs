namespace Dashboard.Engine.Training;

/// <summary>How a model is named everywhere.</summary>
public static class ModelNames
{
    /// <summary>"RNN", "LSTM", "GRU".</summary>
    public static string Name(this ModelKind model) => model.ToString().ToUpperInvariant();
}
