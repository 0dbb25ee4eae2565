using System.Text;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Web.Imports;

/// <summary>A file to begin from: every column that can be read, and a few lines whose numbers are made up.</summary>
public static class ImportTemplate
{
    /// <summary>The file's name.</summary>
    public const string Name = "results-template.csv";

    /// <summary>UTF-8 with a byte order mark, so that spreadsheets read it.</summary>
    /// <param name="task">Decides what is asked for besides the score.</param>
    public static byte[] Of(LabTask task)
    {
        var wrong = task.Score.Solved.NeedsReading;
        var text = new StringBuilder("length,model,seed,score,gradient mean,seconds").Append(wrong ? ",percent wrong" : "").Append("\r\n");
        foreach (var model in new[] { Cell.All[0].Title, Cell.All[1].Title, "my model" })
            foreach (var length in new[] { 10, 20 })
                for (var seed = 1; seed <= 2; seed++)
                    text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{length},{model},{seed},{task.Score.Low * length / 20 + seed / 100.0},0.5,12.5{(wrong ? ",0.4" : "")}\r\n");
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }
}
