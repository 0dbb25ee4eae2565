using System.Globalization;

namespace Dashboard.Engine.Python;

/// <summary>A constant at the top of a notebook.</summary>
/// <param name="Name">In capitals: "TRAIN_COUNT".</param>
/// <param name="Value">Its value as Python writes it.</param>
/// <param name="About">What it is, for the comment beside it; may be empty.</param>
public sealed record PythonSetting(string Name, string Value, string About = "")
{
    /// <summary>A whole number, thousands apart: 25_000.</summary>
    public PythonSetting(string name, long value, string about = "")
        : this(name, value.ToString(Math.Abs(value) >= 10_000 ? "#,0" : "0", CultureInfo.InvariantCulture).Replace(',', '_'), about)
    {
    }

    /// <summary>A number, or None.</summary>
    public PythonSetting(string name, double? value, string about = "")
        : this(name, value is { } v ? Number(v) : "None", about)
    {
    }

    /// <summary>True or False.</summary>
    public PythonSetting(string name, bool value, string about = "") : this(name, value ? "True" : "False", about)
    {
    }

    /// <summary>A number that Python reads back to the bit.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A text of letters, digits, spaces and hyphens, in quotes.</summary>
    /// <exception cref="ArgumentException">The text has other characters.</exception>
    public static string Text(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-')
        ? $"\"{text}\""
        : throw new ArgumentException("only letters, digits, spaces and hyphens go into a notebook's code", nameof(text));
}
