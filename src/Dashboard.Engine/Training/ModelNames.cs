using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Training;

/// <summary>How a model is named everywhere.</summary>
public static class ModelNames
{
    /// <summary>"RNN", "LSTM", "GRU".</summary>
    public static string Name(this ModelKind model) => Cell.Of(model).Title;
}
