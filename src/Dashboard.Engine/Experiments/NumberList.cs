using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Engine.Experiments;

/// <summary>Lists of whole numbers as people write them: "2–15, 17–29 by 2, 30–45 by 3". Used for lengths and seeds.</summary>
public static partial class NumberList
{
    /// <summary>Reads a list; hyphen, dash, ".." and "to" all make a range.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="number">Allowed numbers.</param>
    /// <param name="count">Allowed count of numbers.</param>
    /// <returns>The numbers in the order they were written, or what is wrong and what is allowed.</returns>
    public static (IReadOnlyList<long>? Numbers, string? Error) Parse(string? text, Limit number, Limit count)
    {
        if (Grouped(text, number) is { } grouped) return (null, grouped);
        var numbers = new List<long>();
        foreach (var part in (text ?? "").Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var match = Part().Match(part);
            if (!match.Success) return (null, $"'{Short(part)}' is not a number or range. Write numbers such as 5, ranges such as 2–15, or 17–29 by 2, with commas between.");
            if (!Read(match.Groups["from"], out var from) || !Read(match.Groups["to"], out var to) || !Read(match.Groups["by"], out var by))
                return (null, $"'{Short(part)}' has a number that is too large; allowed are {number}.");
            if (!match.Groups["to"].Success) to = from;
            if (!match.Groups["by"].Success) by = 1;
            if (!number.Allows(from) || !number.Allows(to)) return (null, $"'{Short(part)}' is outside {number}.");
            if (to < from) return (null, $"'{Short(part)}' runs backwards; write {to}–{from}.");
            if (by == 0) return (null, $"'{Short(part)}' has a step of 0; the smallest is 1.");
            if (!count.Allows(numbers.Count + (to - from) / by + 1)) return (null, $"Too many numbers; allowed are {count}.");
            for (var n = from; n <= to; n += by) numbers.Add(n);
        }
        if (!count.Allows(numbers.Count)) return (null, $"Write at least {count.Min:N0}, such as 2–15 or 5.");
        return numbers.Distinct().Count() < numbers.Count
            ? (null, $"{numbers.GroupBy(n => n).First(g => g.Count() > 1).Key} is there twice.")
            : (numbers, null);
    }

    /// <summary>The shortest way to write a list, such that <see cref="Parse"/> reads it back.</summary>
    public static string Format(IEnumerable<long> list)
    {
        var numbers = list.ToArray();
        var parts = new List<string>();
        for (var i = 0; i < numbers.Length;)
        {
            var end = i + 1;
            var step = end < numbers.Length ? numbers[end] - numbers[i] : 0;
            while (step > 0 && end + 1 < numbers.Length && numbers[end + 1] - numbers[end] == step) end++;
            // Two numbers are shorter as they are.
            if (step <= 0 || end - i < 2)
            {
                parts.Add($"{numbers[i]}");
                i++;
                continue;
            }
            parts.Add(step == 1 ? $"{numbers[i]}–{numbers[end]}" : $"{numbers[i]}–{numbers[end]} by {step}");
            i = end + 1;
        }
        return string.Join(", ", parts);
    }

    /// <inheritdoc cref="Format(IEnumerable{long})"/>
    public static string Format(IEnumerable<int> list) => Format(list.Select(n => (long)n));

    /// <summary>What is wrong where commas may group by three ("10,250") instead of parting numbers.</summary>
    private static string? Grouped(string? text, Limit number) => Runs().Matches(text ?? "").Select(m => m.Value)
        .Where(run => NumberText.Parse(run, whole: true).Value is { } value && number.Allows(value)).Select(run =>
            $"'{Short(run)}' can be read as {run.Replace(",", "", StringComparison.Ordinal)} or as {run.Count(c => c == ',') + 1} numbers; write {run.Replace(",", "", StringComparison.Ordinal)} or {Short(run.Replace(",", ", ", StringComparison.Ordinal))}.")
        .FirstOrDefault();

    private static bool Read(Group group, out long value)
    {
        value = 0;
        return !group.Success || long.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static string Short(string part) => part.Length <= 30 ? part : part[..30] + "…";

    [GeneratedRegex("[0-9]+(,[0-9]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Runs();

    [GeneratedRegex(@"^(?<from>[0-9]+)(\s*(-|–|—|−|\.\.|to)\s*(?<to>[0-9]+)(\s*(by|step|/)\s*(?<by>[0-9]+))?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
