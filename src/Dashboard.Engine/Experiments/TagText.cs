using System.Text;

namespace Dashboard.Engine.Experiments;

/// <summary>Tags in one text field: commas between; a tag that holds a comma or a quote stands in quotes, inner ones doubled.</summary>
public static class TagText
{
    /// <summary>Writes tags such that <see cref="Parse"/> reads them back.</summary>
    public static string Format(IEnumerable<string> tags) => string.Join(", ", tags.Select(tag =>
        tag.AsSpan().IndexOfAny(',', '"') < 0 ? tag : $"\"{tag.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    /// <summary>The tags of a text without white space at their ends, empty ones left out. Never fails: a quote that stays open
    /// ends with the text, one inside a word is a character like any other.</summary>
    public static IReadOnlyList<string> Parse(string? text)
    {
        var tags = new List<string>();
        var tag = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < (text ?? "").Length; i++)
        {
            var c = text![i];
            var doubled = quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"';
            if (doubled) i++;
            if (c == '"' && !doubled && (quoted || string.IsNullOrWhiteSpace(tag.ToString()))) quoted = !quoted;
            else if (c == ',' && !quoted) End();
            else tag.Append(c);
        }
        End();
        return tags;

        void End()
        {
            if (tag.ToString().Trim() is { Length: > 0 } ended) tags.Add(ended);
            tag.Clear();
        }
    }
}
