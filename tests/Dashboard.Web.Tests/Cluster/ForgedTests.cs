using System.Text;
using Dashboard.Cluster.Connecting;
using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Tests.Support;
using NATS.Client.Core;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>Somebody has a worker's credential and sends whatever comes to mind: at most that worker's trials suffer.</summary>
public sealed class ForgedTests
{
    private static readonly string Holder = new('f', 32);

    private static readonly object Run = new { name = "forged", lengths = new[] { 2, 5, 9, 14 }, seeds = new[] { 1, 2, 3 }, trainCount = 2_000, validationCount = 100, epochs = 4, protocol = "notebook" };

    [Fact]
    public async Task Messages_ForgedAndBroken_TheLabAndOtherWorkersGoOn()
    {
        await using var lab = await ClusterLab.Start();
        await lab.Host("honest");
        await using var forger = Connection.Of(Caller.Of(JoinCode.Read(await lab.Word("forger"))!));
        await forger.ConnectAsync();
        var run = await lab.App.Launch(Run);
        var random = new Random(7);

        var count = LongTests.Pick(1_000, 20_000);
        for (var i = 0; i < count; i++) await forger.PublishAsync(Subject(random), Message(random, run));
        await forger.PingAsync();
        await lab.App.When(run, "done");

        var trials = (await lab.App.Get($"/api/runs/{run}/trials")).EnumerateArray().ToArray();
        Assert.Equal(24, trials.Length);
        Assert.All(trials, t => Assert.Equal(("done", "honest"), (t.GetProperty("status").GetString(), t.GetProperty("machine").GetString())));
        await lab.Until(async () => await lab.State("honest") == "idle");
        Assert.DoesNotContain("could not be dealt with", lab.App.Output);
    }

    [Fact]
    public async Task Messages_OfOneThatHoldsTrials_AtMostItsOwnTrialsAreWrong()
    {
        await using var lab = await ClusterLab.Start();
        await using var forger = Connection.Of(Caller.Of(JoinCode.Read(await lab.Word("forger"))!));
        await forger.ConnectAsync();
        var bits = new FusedTrainer().VectorBits;
        var hello = new Hello(Holder, ClusterLimits.Protocol, EngineVersion.Current, "x", 4, bits, DateTime.UtcNow.Ticks, WorkProof.OfSequences(), WorkProof.OfTraining(bits));
        Assert.Null((await Ask<Hello, Welcome>(forger, Subjects.Hello, hello)).Refused);
        var run = await lab.App.Launch(Run);
        Chunk? chunk = null;
        await lab.Until(async () => (chunk = (await Ask<Ask, Work>(forger, Subjects.Ask, new(Holder))).Chunk) is not null);
        // One that can be a result is believed.
        await forger.PublishAsync(Subjects.ToLab("forger", Subjects.Result), Wire.Write(new ResultOf(Holder, chunk!.Id, chunk.Trials[0].Index, "done", [new(1, 1, 1, 1, 1)], false, 1)));
        await lab.Until(async () => await lab.Done(run) == 1);
        var random = new Random(8);
        for (var i = 0; i < LongTests.Pick(1_000, 20_000); i++) await forger.PublishAsync(Subject(random), Message(random, run, Holder, chunk.Id, chunk.Trials.Count));
        await forger.PingAsync();
        await lab.Host("honest");
        await lab.App.When(run, "done");

        var machines = (await lab.App.Get($"/api/runs/{run}/trials")).EnumerateArray().OrderBy(t => t.GetProperty("index").GetInt32()).Select(t => t.GetProperty("machine").GetString()).ToArray();
        var trained = await lab.App.Results(run);
        using var folder = new TempFolder();
        using var alone = await AppProcess.Start(folder.Path);
        var again = await alone.Launch(Run);
        await alone.When(again, "done");
        var expected = await alone.Results(again);
        Assert.Equal((24, 25), (machines.Length, trained.Length));
        Assert.InRange(machines.Count(m => m == "forger"), 1, chunk.Trials.Count);
        for (var i = 0; i < machines.Length; i++)
            if (machines[i] == "honest") Assert.Equal(expected[i + 1], trained[i + 1]);
        Assert.DoesNotContain("could not be dealt with", lab.App.Output);
    }

    [Fact]
    public async Task Credential_OfAWorker_ReachesNothingElse()
    {
        await using var lab = await ClusterLab.Start();
        var said = new List<string>();
        await using var worker = Connection.Of(Caller.Of(JoinCode.Read(await lab.Word("lab-2"))!));
        Connection.Watch(worker, () => { }, () => { }, trouble => { lock (said) said.Add(trouble); });
        await worker.ConnectAsync();

        foreach (var subject in new[] { Subjects.ToLab("lab-3", Subjects.Bye), Subjects.Orders("lab-2"), Subjects.Inbox("LAB") + ".x", "$SYS.REQ.SERVER.PING", "$JS.API.INFO" })
            await worker.PublishAsync(subject, "x"u8.ToArray());
        foreach (var subject in new[] { ">", Subjects.OfAll(Subjects.Hello), Subjects.Orders("lab-3"), Subjects.Inbox("lab-3") + ".>", "$SYS.>" })
        {
            using var soon = new CancellationTokenSource(200);
            try
            {
                await foreach (var heard in worker.SubscribeAsync<byte[]>(subject, cancellationToken: soon.Token)) Assert.Fail($"heard {heard.Subject}");
            }
            catch (Exception e) when (e is OperationCanceledException or NatsException)
            {
                // Nothing came, or the broker said no.
            }
        }
        await worker.PingAsync();

        await lab.Until(() =>
        {
            lock (said) return Task.FromResult(said.Count(s => s.Contains("Permissions Violation", StringComparison.OrdinalIgnoreCase)) >= 10);
        });
    }

    private static async Task<TAnswer> Ask<T, TAnswer>(NatsConnection by, string verb, T message) where TAnswer : class, IChecked =>
        Wire.Read<TAnswer>((await by.RequestAsync<byte[], byte[]>(Subjects.ToLab("forger", verb), Wire.Write(message))).Data).Message!;

    private static string Subject(Random random) =>
        Subjects.ToLab("forger", new[] { Subjects.Hello, Subjects.Ask, Subjects.Beat, Subjects.Epochs, Subjects.Result, Subjects.Claim, Subjects.Bye, "other" }[random.Next(8)]);

    /// <param name="random">Chooses.</param>
    /// <param name="run">A run that goes on.</param>
    /// <param name="holder">A process that is known, half of the time.</param>
    /// <param name="held">A chunk it holds, likewise.</param>
    /// <param name="trials">How many trials it has.</param>
    private static byte[] Message(Random random, string run, string? holder = null, string? held = null, int trials = 9)
    {
        var session = holder is not null && random.Next(2) == 0 ? holder : new string((char)('a' + random.Next(3)), 32);
        var chunk = held is not null && random.Next(2) == 0 ? held : $"x-{random.Next(9)}";
        var numbers = new[] { "0", "-1", "1e400", "99999999999", "null", "\"NaN\"", "[]", "3.5" };
        string Any() => numbers[random.Next(numbers.Length)];
        return random.Next(11) switch
        {
            0 => [],
            1 => RandomBytes(random, random.Next(2_000)),
            2 => Encoding.UTF8.GetBytes(new string('[', random.Next(5_000))),
            3 => Wire.Write(new Hello(session, ClusterLimits.Protocol, random.Next(5), "x", random.Next(-1, 2_000), new[] { 1, 128, 512 }[random.Next(3)], random.NextInt64())),
            4 => Wire.Write(new ResultOf(session, chunk, random.Next(-5, 100), "done", [new(1, double.NaN, -1, 0, 0)], true, 1)),
            5 => Wire.Write(new Claim(session, [new(chunk, run, [0, 1, 2], [0, 1], new('y', 43))])),
            6 => Wire.Write(new Beat(session, 1, false, [new(chunk, [.. Enumerable.Range(0, random.Next(trials + 1))])])),
            7 => Encoding.UTF8.GetBytes($$"""{"session":"{{session}}","chunk":{{Any()}},"trial":{{Any()}},"status":"done","epochs":[{"n":{{Any()}}}],"stopped":true,"seconds":{{Any()}},"$type":"System.Object"}"""),
            8 => Encoding.UTF8.GetBytes($$"""{"session":"{{session}}","held":[{"chunk":"a","trials":[{{Any()}},{{Any()}}]}],"busy":{{Any()}},"leaving":false}"""),
            9 => Wire.Write(new EpochsOf(session, [new(chunk, random.Next(-5, 100), [new(random.Next(-1, 5), double.NaN, -1, 0, 0)])])),
            _ => Encoding.UTF8.GetBytes($$"""{"session":"{{new string('s', random.Next(100))}}"}"""),
        };
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
