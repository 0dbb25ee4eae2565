using System.Net;
using System.Net.Sockets;

namespace Dashboard.Web.Access;

/// <summary>What became of an attempt to log in.</summary>
internal enum Guess
{
    Right,
    Wrong,
    TooMany,
}

/// <summary>
/// Lets an address guess wrong five times at once and then every ten seconds, and all addresses together sixty times and
/// then every second. Addresses that were right within a day are spared the common limit, so that guessing from elsewhere
/// locks nobody out. Thread-safe; remembers a bounded number of addresses.
/// </summary>
internal sealed class GuessThrottle(TimeProvider time)
{
    private const int MostAddresses = 10_000;
    private static readonly TimeSpan Known = TimeSpan.FromDays(1);
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, Bucket> addresses = [];
    private readonly Bucket all = new(60, TimeSpan.FromSeconds(1)), crowd = OfOne();

    /// <summary>Tries a guess unless there were too many; the comparison runs under the lock, so that none can be made beside the count.</summary>
    /// <param name="address">Who guesses; null for unknown.</param>
    /// <param name="isRight">Compares.</param>
    /// <returns>The outcome, and for <see cref="Guess.TooMany"/> how long to wait.</returns>
    public (Guess Outcome, TimeSpan Wait) Try(IPAddress? address, Func<bool> isRight)
    {
        lock (gate)
        {
            // Since some moment of no meaning: whoever sets the clock neither opens nor locks the door.
            var now = time.GetElapsedTime(0);
            var own = BucketOf(Network(address), now);
            var wait = own.Wait(now);
            if (own.KnownUntil < now && all.Wait(now) is var common && common > wait) wait = common;
            if (wait > TimeSpan.Zero) return (Guess.TooMany, wait);
            if (isRight())
            {
                own.KnownUntil = now + Known;
                return (Guess.Right, default);
            }
            own.Take();
            if (own.KnownUntil < now) all.Take();
            return (Guess.Wrong, default);
        }
    }

    private Bucket BucketOf(IPAddress address, TimeSpan now)
    {
        if (addresses.TryGetValue(address, out var bucket)) return bucket;
        if (addresses.Count >= MostAddresses)
            foreach (var (idle, _) in addresses.Where(a => a.Value.IsIdle(now)).ToArray())
                addresses.Remove(idle);
        return addresses.Count >= MostAddresses ? crowd : addresses[address] = OfOne();
    }

    private static Bucket OfOne() => new(5, TimeSpan.FromSeconds(10));

    /// <summary>An IPv6 visitor owns a whole /64.</summary>
    private static IPAddress Network(IPAddress? address)
    {
        address ??= IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }

    private sealed class Bucket(int size, TimeSpan refill)
    {
        private double left = size;
        private TimeSpan at;

        public TimeSpan KnownUntil { get; set; } = TimeSpan.MinValue;

        public bool IsIdle(TimeSpan now) => KnownUntil < now && Refilled(now) >= size;

        /// <summary>How long until one guess is left; zero for now.</summary>
        public TimeSpan Wait(TimeSpan now)
        {
            left = Refilled(now);
            at = now;
            return left >= 1 ? TimeSpan.Zero : (1 - left) * refill;
        }

        public void Take() => left--;

        private double Refilled(TimeSpan now) => Math.Min(size, left + (now - at) / refill);
    }
}
