using System.Text.RegularExpressions;

namespace Dashboard.Web.Tests.Support;

/// <summary>A page as text.</summary>
internal static partial class PageHtml
{
    /// <summary>Without what every page has and what changes nothing: the list of keys, and a chart's table and picture.</summary>
    public static string WithoutReadingTools(string html)
    {
        Assert.Matches(Keys(), html);
        return ChartTools().Replace(Keys().Replace(html, ""), "");
    }

    [GeneratedRegex("""<dialog id="keyboard".*?</dialog>""", RegexOptions.Singleline)]
    private static partial Regex Keys();

    [GeneratedRegex("""<button type="button"( class="figure-tool")? data-(save|tabled)[^>]*>""")]
    private static partial Regex ChartTools();
}
