using Dashboard.Web.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Web.Tests.Access;

public sealed class ListeningTests
{
    [Theory]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://127.0.0.1:0", true)]
    [InlineData("http://127.8.9.1:80", true)]
    [InlineData("https://[::1]:5001", true)]
    [InlineData("http://[::ffff:127.0.0.1]:80", true)]
    [InlineData("http://0.0.0.0:80", false)]
    [InlineData("http://[::]:80", false)]
    [InlineData("http://*:80", false)]
    [InlineData("http://+:80", false)]
    [InlineData("http://192.168.1.5:80", false)]
    [InlineData("http://localhost.example:80", false)]
    [InlineData("http://unix:/tmp/socket", false)]
    [InlineData("nonsense", false)]
    public void IsLoopback_Address_IsSoOnlyForThisMachine(string address, bool expected) => Assert.Equal(expected, Listening.IsLoopback(address));

    [Theory]
    [InlineData("urls", "http://localhost:1;http://0.0.0.0:2")]
    [InlineData("http_ports", "8080")]
    [InlineData("https_ports", "8443")]
    [InlineData("Kestrel:Endpoints:Lan:Url", "http://10.0.0.1:80")]
    public void Configured_AnyWayToListen_IsSeen(string key, string value) =>
        Assert.Contains(Listening.Configured(Settings((key, value))), a => !Listening.IsLoopback(a));

    [Fact]
    public void HostNames_Settings_AllowWhatIsListenedOnAndNamed()
    {
        var names = new HostNames(Settings(("urls", "http://lab.example:80"), ("AllowedHosts", "*.school.example;other.example")));
        foreach (var allowed in new[] { "localhost:1", "lab.example", "a.b.school.example:8080", "OTHER.example" }) Assert.True(names.Allow(new(allowed)), allowed);
        foreach (var refused in new[] { "", "school.example", "notschool.example", "lab.example.evil.example", "10.0.0.1" }) Assert.False(names.Allow(new(refused)), refused);
        Assert.True(names.ServesOthers);
        Assert.False(new HostNames(Settings()).ServesOthers);
        Assert.True(new HostNames(Settings(("urls", "http://*:80"))).Allow(new HostString(System.Net.Dns.GetHostName(), 80)));
    }

    private static IConfiguration Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
}
