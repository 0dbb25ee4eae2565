using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Web.Sharing;

/// <summary>The secret part of a link: 256 random bits. Only its hash is kept, so that who reads the data file opens no link.</summary>
public static class ShareToken
{
    /// <summary>A new token, 43 characters that need no escaping in a URL.</summary>
    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 in lower-case hex. A plain hash is enough: nobody guesses 256 bits.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
