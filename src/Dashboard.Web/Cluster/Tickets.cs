using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Web.Cluster;

/// <summary>
/// Shows a lab that was started again that it handed a chunk to a worker, without remembering it: a digest with a key that never
/// leaves the lab. Nobody can claim trials that were not handed to them.
/// </summary>
internal sealed class Tickets(byte[] key)
{
    /// <summary>The ticket of a chunk, 43 characters.</summary>
    public string Of(string worker, string chunk, string run, IEnumerable<int> trials) =>
        System.Buffers.Text.Base64Url.EncodeToString(Digest(worker, chunk, run, trials));

    /// <summary>Whether a ticket is that of a chunk. Takes as long for wrong ones.</summary>
    public bool IsOf(string ticket, string worker, string chunk, string run, IEnumerable<int> trials) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(ticket), Encoding.ASCII.GetBytes(Of(worker, chunk, run, trials)));

    // No part can hold the separator.
    private byte[] Digest(string worker, string chunk, string run, IEnumerable<int> trials) => HMACSHA256.HashData(
        key, Encoding.UTF8.GetBytes($"{worker}|{chunk}|{run}|{string.Join(',', trials.Select(t => t.ToString(CultureInfo.InvariantCulture)))}"));
}
