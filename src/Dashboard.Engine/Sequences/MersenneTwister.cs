namespace Dashboard.Engine.Sequences;

/// <summary>
/// MT19937 as CPython's <c>random</c> uses it (docs/protocol.md, "Python's random numbers"): seeded by init_by_array, with
/// <c>random()</c>, <c>randint</c> and <c>gauss</c> drawing the same numbers.
/// </summary>
/// <remarks>Reference: Matsumoto and Nishimura, mt19937ar.c (2002).</remarks>
public sealed class MersenneTwister
{
    private const int N = 624, M = 397;
    private readonly uint[] state = new uint[N];
    private int index = N;
    private bool keepsGauss;
    private double keptGauss;

    /// <summary>Seeds as Python's <c>random.seed(seed)</c>: by the 32-bit words of |seed|, least significant first.</summary>
    public MersenneTwister(long seed) : this(Words(seed))
    {
    }

    /// <summary>Seeds by init_by_array with <paramref name="key"/>.</summary>
    public MersenneTwister(ReadOnlySpan<uint> key)
    {
        state[0] = 19650218;
        for (uint n = 1; n < N; n++) state[n] = 1812433253 * (state[n - 1] ^ (state[n - 1] >> 30)) + n;
        int i = 1, j = 0;
        for (var k = Math.Max(N, key.Length); k > 0; k--)
        {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) * 1664525)) + key[j] + (uint)j;
            if (++i == N) { state[0] = state[N - 1]; i = 1; }
            if (++j == key.Length) j = 0;
        }
        for (var k = N - 1; k > 0; k--)
        {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) * 1566083941)) - (uint)i;
            if (++i == N) { state[0] = state[N - 1]; i = 1; }
        }
        state[0] = 0x80000000;
    }

    private static uint[] Words(long seed)
    {
        var magnitude = seed < 0 ? 0 - (ulong)seed : (ulong)seed;
        return magnitude >> 32 == 0 ? [(uint)magnitude] : [(uint)magnitude, (uint)(magnitude >> 32)];
    }

    /// <summary>The next 32-bit output.</summary>
    public uint NextUInt32()
    {
        if (index == N) Refill();
        var y = state[index++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    private void Refill()
    {
        static uint Twist(uint upper, uint lower) =>
            (((upper & 0x80000000) | (lower & 0x7fffffff)) >> 1) ^ (0 - (lower & 1) & 0x9908b0df);
        var s = state;
        for (var k = 0; k < N - M; k++) s[k] = s[k + M] ^ Twist(s[k], s[k + 1]);
        for (var k = N - M; k < N - 1; k++) s[k] = s[k + M - N] ^ Twist(s[k], s[k + 1]);
        s[N - 1] = s[M - 1] ^ Twist(s[N - 1], s[0]);
        index = 0;
    }

    /// <summary>Python's <c>random()</c>: uniform in [0, 1) with 53 bits.</summary>
    public double NextDouble()
    {
        uint a = NextUInt32() >> 5, b = NextUInt32() >> 6;
        return (a * 67108864.0 + b) / 9007199254740992.0;
    }

    /// <summary>Python's <c>randint(low, high)</c>, both ends included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty, or all 2³² integers.</exception>
    public int NextInt(int low, int high)
    {
        var n = (uint)((long)high - low + 1);
        if (high < low || n == 0)
            throw new ArgumentOutOfRangeException(nameof(high), high, $"high must be at least low ({low}) and the range below 2^32 integers");
        var shift = System.Numerics.BitOperations.LeadingZeroCount(n);
        uint draw;
        do draw = NextUInt32() >> shift; while (draw >= n);
        return (int)(low + draw);
    }

    /// <summary>Python's <c>gauss(mu, sigma)</c>: it draws even when sigma is 0.</summary>
    public double Gauss(double mu, double sigma)
    {
        if (keepsGauss)
        {
            keepsGauss = false;
            return mu + keptGauss * sigma;
        }
        var angle = NextDouble() * 2 * Math.PI;
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        keptGauss = Math.Sin(angle) * radius;
        keepsGauss = true;
        return mu + Math.Cos(angle) * radius * sigma;
    }
}
