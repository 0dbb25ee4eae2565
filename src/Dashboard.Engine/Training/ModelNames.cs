using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Training;

/// <summary>How a model is named and marked everywhere.</summary>
public static class ModelNames
{
    /// <summary>The colour of what is no cell, on white: for files.</summary>
    public const string OtherColour = "#7A3E9D";

    private const string OtherWord = "other";

    /// <summary>"RNN", "LSTM", "GRU"; "Other" for what is no cell.</summary>
    public static string Name(this ModelKind model) => model == ModelKind.Other ? "Other" : Cell.Of(model).Title;

    /// <summary>The word that scripts, addresses and style sheets write: "rnn", "lstm", "gru", "other".</summary>
    public static string Word(this ModelKind model) => model == ModelKind.Other ? OtherWord : Cell.Of(model).Name;

    /// <summary>Its mark beside lines and names.</summary>
    public static Mark Mark(this ModelKind model) => MarkOf(model.Word());

    /// <summary>The mark of what is drawn with a word's colour; a disc for what is no model.</summary>
    public static Mark MarkOf(string word) => Cell.Find(word)?.Mark ?? (word == OtherWord ? Cells.Mark.Triangle : Cells.Mark.Circle);
}
