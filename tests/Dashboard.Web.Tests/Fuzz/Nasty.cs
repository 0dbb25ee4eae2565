using System.Globalization;
using System.Text.Json.Nodes;

namespace Dashboard.Web.Tests.Fuzz;

/// <summary>Input nobody should send, drawn from a seed.</summary>
internal sealed class Nasty(Random random)
{
    private static readonly string[] Texts =
    [
        "", " ", "\t\r\n", "null", "NaN", "Infinity", "-Infinity", "-0", "1e999", "0x10", "1,5", "١٢٣", "true", "[]", "{}", "\0", "a\0b",
        "../../etc/passwd", @"..\..\windows\win.ini", "/etc/passwd", "file:///etc/passwd", "%2e%2e%2f", "CON", "a/b/c", "?x=1#y",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "'; DROP TABLE runs; --", "$._id = 1", "{{7*7}}", "${jndi:ldap://x}", "=1+1",
        "\u202Egnp.exe", "\uD800", "\uDFFF\uD800", "e\u0301\u0301\u0301", "\uFEFF", "\u0000\u0001\u001F\u007F\u0085\u2028\u2029", "👩‍👩‍👧‍👦", "ﷺ", "ß", "İ",
        "00000000000000000000000000000000", "ffffffffffffffffffffffffffffffff", "0196f0c2a7d47cc8b0a3d0c5e4b1f2a3",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "-1", "1", "2", "2147483647", "2147483648", "-2147483649", "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
        "1e308", "1e309", "-1e309", "1e-400", "0.1", "0.30000000000000004", "123456789012345678901234567890", "1E+2", "1000000", "1000001",
    ];

    public bool Chance(double of) => random.NextDouble() < of;

    public int Below(int limit) => random.Next(limit);

    public T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    public string Text() => random.Next(8) switch
    {
        0 => new string(Pick("aä中\uD800<\"\\ ".ToCharArray()), Pick([41, 121, 201, 10_001, 70_000])),
        1 => Number(),
        2 => string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => (char)random.Next(1, 0xFFFF))),
        _ => Pick(Texts),
    };

    public string Number() => random.Next(3) == 0 ? random.NextInt64().ToString(CultureInfo.InvariantCulture) : Pick(Numbers);

    /// <summary>A JSON value as text, for one field.</summary>
    public string Json(int depth = 0) => random.Next(depth > 3 ? 5 : 9) switch
    {
        0 => "null",
        1 => Pick(["true", "false"]),
        2 or 3 => Number(),
        4 => Quoted(Text()),
        5 => $"[{string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => Json(depth + 1)))}]",
        6 => $"{{{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(i => $"{Quoted(Text())}:{Json(depth + 1)}"))}}}",
        7 => $"[{string.Join(',', Enumerable.Repeat(Number(), Pick([1, 101, 201, 5_000])))}]",
        _ => new string('[', Pick([9, 64, 5_000])) + new string(']', Pick([9, 64, 5_000])),
    };

    /// <summary>A body: a good one with spoilt fields, or no JSON at all.</summary>
    public string Body(IReadOnlyDictionary<string, string> good)
    {
        if (Chance(0.1))
            return Pick(["", "null", "[]", "7", "\"text\"", "{", "{\"a\":}", "\uFEFF{}", "{}{}", Json(), new string(' ', 2_000_000), "{\"name\":\"" + new string('x', 1_100_000) + "\"}"]);
        var fields = new List<(string Name, string Value)>(good.Select(f => (f.Key, f.Value)).Where(_ => Chance(0.7)));
        for (var spoilt = random.Next(4); spoilt > 0; spoilt--)
        {
            var name = Chance(0.1) ? Text() : Pick(good.Keys.ToArray());
            if (Chance(0.9)) fields.RemoveAll(f => f.Name == name);
            fields.Add((name, Json()));
        }
        return $"{{{string.Join(',', fields.Select(f => $"{Quoted(f.Name)}:{f.Value}"))}}}";
    }

    public string Query(IReadOnlyList<string> fields)
    {
        var parts = Enumerable.Range(0, random.Next(5)).Select(_ => $"{(Chance(0.05) ? Escape(Text()) : Pick(fields))}={(Chance(0.1) ? "%zz%00%ff" : Escape(Text()))}").ToArray();
        return parts.Length == 0 ? "" : "?" + string.Join('&', parts);
    }

    /// <summary>For a place in a URL; lone surrogates become what a client would send for them.</summary>
    public static string Escape(string text) => Uri.EscapeDataString(text.Length > 3_000 ? text[..3_000] : text);

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString() is var json && !text.Any(char.IsSurrogate) ? json : $"\"{string.Concat(text.Take(50).Select(c => $"\\u{(int)c:x4}"))}\"";
}
