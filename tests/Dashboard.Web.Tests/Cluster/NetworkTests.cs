using System.Diagnostics;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>
/// A worker in a network namespace of its own, whose cable is pulled, or is long and lossy. Encrypted, as it is another network.
/// Needs root, ip and tc (iproute2). Long form alone: browsers give up what they are loading when a network comes or goes on their
/// machine, and <see cref="BadLineTests"/> cuts a line in every run of the suite.
/// </summary>
public sealed class NetworkTests
{
    private static object Run(int seeds) => new
    {
        name = "cable", lengths = new[] { 2, 5, 9, 14, 20, 30 }, seeds = Enumerable.Range(1, seeds).ToArray(), trainCount = 6_000, validationCount = 200, epochs = 8, protocol = "notebook",
    };

    [Fact]
    public async Task Worker_CutOffForAWhile_TrialsGoToAnotherAndItComesBack()
    {
        await using var net = OtherNetwork.Make();
        await using var lab = await ClusterLab.StartFor(net.Lab);
        await lab.Join("lab-2");
        lab.Workers["far"] = WorkerProcess.Start(await lab.Word("far"), inside: net.Inside);
        await lab.Until(async () => await lab.State("far") is "idle");
        var run = await lab.App.Launch(Run(60));
        await lab.Until(async () => await lab.State("far") == "training");

        net.Cut();
        await lab.Until(async () => await lab.App.Status(run) == "done" || (await lab.Node("far"))!.Value.GetProperty("handedOn").GetInt32() > 0);
        await Task.Delay(27_000);
        net.Mend();
        await lab.Until(async () => await lab.State("far") is "idle" or "training");
        await lab.App.When(run, "done");

        await lab.AssertSameAsAlone(run, Run(60));
    }

    [Fact]
    public async Task Worker_BehindALongAndLossyLine_LosesNothing()
    {
        await using var net = OtherNetwork.Make();
        net.Slow("delay 100ms loss 5%");
        await using var lab = await ClusterLab.StartFor(net.Lab);
        lab.Workers["far"] = WorkerProcess.Start(await lab.Word("far"), inside: net.Inside);
        await lab.Until(async () => await lab.State("far") is "idle");
        var run = await lab.App.Launch(Run(40));
        await lab.App.When(run, "done");

        await lab.AssertSameAsAlone(run, Run(40));
    }

    /// <summary>A namespace with one line to this one.</summary>
    private sealed class OtherNetwork : IAsyncDisposable
    {
        private static int made;
        private readonly string name;

        private OtherNetwork(string name, int number)
        {
            this.name = name;
            Lab = $"10.{70 + number / 250}.{number % 250}.1";
        }

        /// <summary>This machine's address on the line.</summary>
        public string Lab { get; }

        /// <summary>Starts a command on the other end.</summary>
        public string[] Inside => ["ip", "netns", "exec", name];

        public static OtherNetwork Make()
        {
            Assert.SkipUnless(LongTests.On, "long form alone (LONG_TESTS=1): browsers of tests beside it would notice the networks it makes");
            Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && Try("ip", "netns", "list") == 0 && Try("tc", "qdisc") == 0, "needs root, ip and tc (iproute2)");
            var number = (Environment.ProcessId * 7 + Interlocked.Increment(ref made)) % 20_000;
            var net = new OtherNetwork($"lab{number}", number);
            Assert.SkipUnless(Try("ip", "netns", "add", net.name) == 0, "may not make network namespaces here");
            Do("ip", "link", "add", net.Here, "type", "veth", "peer", "name", "far0", "netns", net.name);
            Do("ip", "addr", "add", $"{net.Lab}/24", "dev", net.Here);
            Do("ip", "link", "set", net.Here, "up");
            Do([.. net.Inside, "ip", "addr", "add", $"{net.Lab[..^1]}2/24", "dev", "far0"]);
            Do([.. net.Inside, "ip", "link", "set", "far0", "up"]);
            Do([.. net.Inside, "ip", "link", "set", "lo", "up"]);
            return net;
        }

        private string Here => name + "a";

        public void Cut() => Do("ip", "link", "set", Here, "down");

        public void Mend() => Do("ip", "link", "set", Here, "up");

        /// <summary>Both ways.</summary>
        public void Slow(string how)
        {
            Assert.SkipUnless(Try(["tc", "qdisc", "add", "dev", Here, "root", "netem", .. how.Split(' ')]) == 0, "the kernel here has no netem");
            Do([.. Inside, "tc", "qdisc", "add", "dev", "far0", "root", "netem", .. how.Split(' ')]);
        }

        public ValueTask DisposeAsync()
        {
            Try("ip", "netns", "del", name);
            Try("ip", "link", "del", Here);
            return ValueTask.CompletedTask;
        }

        private static void Do(params string[] command) => Assert.True(Try(command) == 0, string.Join(' ', command));

        private static int Try(params string[] command)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                process.WaitForExit();
                return process.ExitCode;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return -1;
            }
        }
    }
}
