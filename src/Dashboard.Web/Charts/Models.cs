using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Web.Charts;

/// <summary>How a model is named and coloured everywhere.</summary>
public static class Models
{
    /// <summary>"RNN", "LSTM", "GRU".</summary>
    public static string Name(this ModelKind model) => Cell.Of(model).Title;

    /// <summary>The colour token, which is also the word in URLs and the API: "rnn", "lstm", "gru".</summary>
    public static string Tone(this ModelKind model) => Cell.Of(model).Name;
}
