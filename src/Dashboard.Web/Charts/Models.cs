using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Web.Charts;

/// <summary>How a model is coloured everywhere.</summary>
public static class Models
{
    /// <summary>The colour token, which is also the word in URLs and the API: "lstm".</summary>
    public static string Tone(this ModelKind model) => Cell.Of(model).Name;
}
