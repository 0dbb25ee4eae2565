using System.Globalization;
using System.Text;

namespace Dashboard.Engine.Experiments;

/// <summary>
/// A text to find in others whatever the case and the accents, composed or not: "istanbul" finds "İstanbul", "cafe" and both
/// spellings of "café" find each other.
/// </summary>
/// <remarks>
/// Its own table, because what .NET has for it (Normalize, CompareInfo) needs the ICU library, does nothing without it, and a
/// server should find the same on every machine, in every language. build/folding.py makes the table.
/// </remarks>
public readonly struct SearchText
{
    // Hangul (Unicode, section 3.12): a syllable is a lead, a vowel and perhaps a tail, numbered in that order.
    private const int Syllables = 0xAC00, Leads = 0x1100, Vowels = 0x1161, Tails = 0x11A7, VowelCount = 21, TailCount = 28, SyllableCount = 11_172;

    private static readonly Lazy<Dictionary<int, string>> Folded = new(Read);

    /// <summary>Texts that fold alike are equal.</summary>
    public static IEqualityComparer<string> Alike { get; } = EqualityComparer<string>.Create(
        (a, b) => a is null || b is null ? a == b : Fold(a) == Fold(b), text => Fold(text).GetHashCode(StringComparison.Ordinal));

    private readonly string part;
    private readonly bool ascii;

    /// <param name="part">What to find; empty or null is in every text.</param>
    public SearchText(string? part) => (this.part, ascii) = (Fold(part ?? ""), Ascii.IsValid(Fold(part ?? "")));

    /// <summary>Whether <paramref name="text"/> contains it.</summary>
    public bool IsIn(string text) => string.IsNullOrEmpty(part) || (Ascii.IsValid(text)
        ? ascii && text.Contains(part, StringComparison.OrdinalIgnoreCase)
        : Fold(text).Contains(part, StringComparison.Ordinal));

    /// <summary>The text in lower case without accents; texts that fold alike are found and sorted alike. Any text, broken
    /// surrogates too, has one.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii) folded.Append(char.ToLowerInvariant((char)rune.Value));
            else if (Folded.Value.TryGetValue(rune.Value, out var own)) folded.Append(own);
            else if (rune.Value - Syllables is >= 0 and < SyllableCount and var s)
            {
                folded.Append((char)(Leads + s / TailCount / VowelCount)).Append((char)(Vowels + s / TailCount % VowelCount));
                if (s % TailCount > 0) folded.Append((char)(Tails + s % TailCount));
            }
            else folded.Append(rune);
        }
        return folded.ToString();
    }

    private static Dictionary<int, string> Read()
    {
        using var stream = typeof(SearchText).Assembly.GetManifestResourceStream("folding.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' ').Select(code => int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray())
            .ToDictionary(codes => codes[0], codes => string.Concat(codes.Skip(1).Select(char.ConvertFromUtf32)));
    }
}
