using System.Net;
using System.Text;
using System.Xml.Linq;
using CsCheck;
using Dashboard.Web.Exports;

namespace Dashboard.Web.Tests.Exports;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData(" @SUM(A1)", "' @SUM(A1)")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("-2", "'-2")]
    [InlineData("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    public void Csv_Text_IsQuotedAndInert(string text, string expected) => Assert.Equal(expected, SafeText.Csv(text));

    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\" onload='x'", "&quot; onload=&#39;x&#39;")]
    [InlineData("a\0b\u0008c\u0085d\ud800e", "abcde")]
    [InlineData("λ & 𝛼", "λ &amp; 𝛼")]
    public void Markup_Text_IsInert(string text, string expected) => Assert.Equal(expected, SafeText.Markup(text));

    [Fact]
    public void Markup_AnyText_IsOneTextNodeOfXml() => Gen.String.Sample(text =>
    {
        var element = XElement.Parse($"<a b=\"{SafeText.Markup(text)}\">{SafeText.Markup(text)}</a>", LoadOptions.PreserveWhitespace);
        Assert.False(element.HasElements);
        Assert.Equal(WebUtility.HtmlDecode(SafeText.Markup(text)), element.Value);
    }, iter: 2000);

    [Theory]
    [InlineData("a|b\nc", @"a\|b c")]
    [InlineData("[x](javascript:alert(1))", @"\[x\]\(javascript\:alert\(1\)\)")]
    [InlineData("<img src=x>", @"&lt;img src\=x&gt;")]
    [InlineData("**b** `c` # _d_ \\", @"\*\*b\*\* \`c\` \# \_d\_ \\")]
    [InlineData("https://a.b www.a.b 0.5", @"https\://a.b www\.a.b 0.5")]
    public void Markdown_Text_IsInert(string text, string expected) => Assert.Equal(expected, SafeText.Markdown(text));

    [Theory]
    [InlineData(@"\input{/etc/passwd}", @"\textbackslash{}input\{/etc/passwd\}")]
    [InlineData("a & b % c $ d # e _ f", @"a \& b \% c \$ d \# e \_ f")]
    [InlineData("~^<>|\"", @"\textasciitilde{}\textasciicircum{}\textless{}\textgreater{}\textbar{}{\char34}")]
    [InlineData("a\r\n[2cm]", "a  {[}2cm{]}")]
    [InlineData("−5", "$-$5")]
    public void Latex_Text_IsInert(string text, string expected) => Assert.Equal(expected, SafeText.Latex(text));

    [Theory]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("Simple, no noise", "simple-no-noise")]
    [InlineData("日本", "日本")]
    [InlineData("Straße e\u0301té №5", "straße-e\u0301té-5")]
    [InlineData("\u202Egnp.exe\uD800", "gnp-exe")]
    [InlineData("/…/", "run")]
    [InlineData("CON", "run-con")]
    public void FileName_Text_IsPlain(string text, string expected) => Assert.Equal(expected, SafeText.FileName(text));

    [Fact]
    public void FileName_AnyText_FitsEveryFileSystem() => Gen.String[0, 300].Sample(text =>
        Encoding.UTF8.GetByteCount(SafeText.FileName(text)) is > 0 and <= 184 && !SafeText.FileName(text).AsSpan().ContainsAny("/\\:*?\"<>|.\0\r\n"), iter: 1000);
}
