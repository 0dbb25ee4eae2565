using System.Text.RegularExpressions;

namespace Dashboard.Web.Tests.Support;

/// <summary>A page as text.</summary>
internal static partial class PageHtml
{
    /// <summary>Without the list of keys, which every page has and which changes nothing.</summary>
    public static string WithoutKeys(string html)
    {
        Assert.Matches(Keys(), html);
        return Keys().Replace(html, "");
    }

    [GeneratedRegex("""<dialog id="keyboard".*?</dialog>""", RegexOptions.Singleline)]
    private static partial Regex Keys();
}
