namespace Dashboard.Engine.Experiments;

/// <summary>Names as people sort them: whatever the case and the accents, numbers by their value ("seed 9" before "seed 10").</summary>
public sealed class NaturalOrder : IComparer<string>
{
    private NaturalOrder()
    {
    }

    public static NaturalOrder Instance { get; } = new();

    /// <inheritdoc />
    public int Compare(string? x, string? y) => new Key(x ?? "").CompareTo(new(y ?? ""));

    /// <summary>A name made ready to be compared many times.</summary>
    public readonly struct Key(string name) : IComparable<Key>
    {
        private readonly string name = name, folded = SearchText.Fold(name);

        /// <inheritdoc />
        public int CompareTo(Key other)
        {
            ReadOnlySpan<char> a = folded, b = other.folded;
            while (a.Length > 0 && b.Length > 0)
            {
                var c = char.IsAsciiDigit(a[0]) && char.IsAsciiDigit(b[0]) ? Numbers(Digits(ref a), Digits(ref b)) : One(ref a).CompareTo(One(ref b));
                if (c != 0) return c;
            }
            // Names that fold alike keep one order too.
            return a.Length.CompareTo(b.Length) is not 0 and var rest ? rest : string.CompareOrdinal(name, other.name);
        }

        private static char One(ref ReadOnlySpan<char> text)
        {
            var first = text[0];
            text = text[1..];
            return first;
        }

        /// <summary>The digits at the start, leading zeros left out: numbers of any size compare by length, then as texts.</summary>
        private static ReadOnlySpan<char> Digits(ref ReadOnlySpan<char> text)
        {
            var end = text.IndexOfAnyExceptInRange('0', '9');
            var digits = end < 0 ? text : text[..end];
            text = text[digits.Length..];
            return digits.TrimStart('0');
        }

        private static int Numbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
            a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
    }
}
