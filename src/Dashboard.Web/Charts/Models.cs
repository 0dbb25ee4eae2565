using Dashboard.Engine.Training;

namespace Dashboard.Web.Charts;

/// <summary>How a model is coloured everywhere.</summary>
public static class Models
{
    /// <summary>The colour token, which is also the word in URLs and the API: "rnn", "lstm", "gru", "other".</summary>
    public static string Tone(this ModelKind model) => model.Word();
}
