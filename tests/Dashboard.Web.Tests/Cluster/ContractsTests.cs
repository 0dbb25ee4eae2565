using System.Text;
using Dashboard.Cluster.Connecting;
using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Tests.Support;
using Dashboard.Worker;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>Messages between lab and workers: every number to the bit, everything out of bounds refused.</summary>
public sealed class ContractsTests
{
    private static readonly RunSpec Spec = Trials.Spec([8]) with { Epochs = 5, TestLengths = [60] };
    private static readonly TrialKey Key = new(Spec.Models[0], 8, 1);
    private static readonly string Session = new('5', 32);

    [Fact]
    public void Result_EveryKindOfNumber_ComesBackToTheBit()
    {
        var result = new TrialResult(TrialStatus.Diverged,
            [new(1, 0.1 + 0.2, double.Epsilon, -0.0, 1e308) { Readings = [0.1f, float.Epsilon] }, new(2, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 3) { Readings = [float.NaN] }],
            StoppedEarly: true, 1.5, new(1, [0.1f, float.MaxValue]), new(2, [1 / 3f]), "error") { Tests = [new(60, 1.0 / 3, [0.7f])] };

        var (read, problem) = Wire.Read<ResultOf>(Wire.Write(ResultOf.From(Session, "a-1", 3, result)));
        Assert.Null(problem);
        var back = read!.Read(Spec, Key, out var wrong);

        Assert.Null(wrong);
        Assert.Equal(result.Epochs, back!.Epochs);
        Assert.Equal(double.IsNegative(result.Epochs[0].GradientMean), double.IsNegative(back.Epochs[0].GradientMean));
        Assert.Equal(result.Tests, back.Tests);
        Assert.Equal(result.FirstFlow!.Norms, back.FirstFlow!.Norms);
        Assert.Equal(result.BestFlow!.Norms, back.BestFlow!.Norms);
        Assert.Equal((result.Status, result.StoppedEarly, result.Seconds, result.Error), (back.Status, back.StoppedEarly, back.Seconds, back.Error));
    }

    [Fact]
    public void Spec_OfEverySetting_ComesBackAsItWas()
    {
        var spec = Samples.Run.Spec;
        var chunk = new Chunk("a-1", "b", 1, 2, RunRequest.From(spec), [new(0, "rnn", 3, 1)], "t");

        var (back, errors) = RunRequestValidator.Validate(Wire.Read<Work>(Wire.Write(new Work("a", chunk))).Message!.Chunk!.Spec);

        // The sample is of no allowed run as a whole; what is wrong with it is named, and by nothing else.
        var (here, same) = RunRequestValidator.Validate(RunRequest.From(spec));
        Assert.Equal(same.Keys.Order(), errors.Keys.Order());
        Assert.Equal(here, back);
    }

    [Fact]
    public void Spec_PapersWithPyTorchsStart_StaysSo()
    {
        var spec = LabTasks.Of(SequenceKind.Adding).Preset(Protocol.Paper) with { ForgetBias = null, InputGateBias = null };
        var chunk = new Chunk("a-1", "b", 1, 2, RunRequest.From(spec), [new(0, "rnn", 100, 1)], "t");

        Assert.Equal(spec, RunRequestValidator.Validate(Wire.Read<Work>(Wire.Write(new Work("a", chunk))).Message!.Chunk!.Spec).Spec);
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "status", """ "status":"queued" """ },
        { "epochs", """ "epochs":[{"n":2,"t":1,"v":1,"g":1,"l":1}] """ },
        { "epochs", """ "epochs":[] """ },
        { "seconds", """ "seconds":-1 """ },
        { "seconds", """ "seconds":"NaN" """ },
        { "flow", """ "first":{"epoch":1,"norms":[1,2,3,4,5,6,7,8,9]} """ },
        { "flow", """ "first":{"epoch":2,"norms":[1]} """ },
        { "tests", """ "tests":[{"length":61,"score":1,"readings":[]}] """ },
        { "id", """ "chunk":"a b" """ },
        { "id", """ "session":"" """ },
        { "error", """ "status":"failed" """ },
        { "not JSON of this kind", """ "trial":"x" """ },
        { "not JSON of this kind", """ "trial":1e99 """ },
        { "not JSON of this kind", """ "epochs":{"$type":"x"} """ },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Result_OutOfBounds_IsRefusedByName(string problem, string field)
    {
        Dictionary<string, string> fields = new()
        {
            ["session"] = $"\"{Session}\"", ["chunk"] = "\"a-1\"", ["trial"] = "3", ["status"] = "\"done\"", ["epochs"] = """[{"n":1,"t":1,"v":1,"g":1,"l":1}]""", ["stopped"] = "true", ["seconds"] = "1",
        };
        Assert.Equal("", Said(fields));
        var (name, value) = (field.Split(':', 2)[0].Trim().Trim('"'), field.Split(':', 2)[1].Trim());
        fields[name] = value;

        Assert.Equal(problem, Said(fields));

        static string Said(Dictionary<string, string> fields)
        {
            var json = $"{{{string.Join(',', fields.Select(f => $"\"{f.Key}\":{f.Value}"))}}}";
            var (read, broken) = Wire.Read<ResultOf>(Encoding.UTF8.GetBytes(json));
            if (read is null) return broken!;
            return read.Read(Spec, Key, out var wrong) is null ? wrong! : "";
        }
    }

    [Fact]
    public void Read_TooLargeTooDeepOrNothing_IsRefused()
    {
        Assert.NotNull(Wire.Read<Ask>(null).Problem);
        Assert.NotNull(Wire.Read<Ask>([]).Problem);
        Assert.NotNull(Wire.Read<Ask>(new byte[ClusterLimits.MessageBytes + 1]).Problem);
        Assert.NotNull(Wire.Read<Beat>(Encoding.UTF8.GetBytes(new string('[', 100_000))).Problem);
        Assert.NotNull(Wire.Read<Ask>("null"u8.ToArray()).Problem);
        Assert.NotNull(Wire.Read<Ask>("{}"u8.ToArray()).Problem);
    }

    [Theory]
    [InlineData("lab1.w.lab-2.hello", "lab-2")]
    [InlineData("lab1.w.lab-2.hello.more", null)]
    [InlineData("lab1.o.lab-2", null)]
    [InlineData("lab1.w.LAB.hello", null)]
    public void Worker_OfASubject_IsReadWhereItIsOne(string subject, string? worker) => Assert.Equal(worker, Subjects.Worker(subject));

    [Fact]
    public void Inbox_OfAnotherWorker_GetsNoAnswer()
    {
        Assert.True(Subjects.IsInboxOf("lab-2", "_INBOX.lab-2.abc"));
        Assert.False(Subjects.IsInboxOf("lab-2", "_INBOX.lab-22.abc"));
        Assert.False(Subjects.IsInboxOf("lab-2", "lab1.o.lab-3"));
        Assert.False(Subjects.IsInboxOf("lab-2", null));
    }

    [Fact]
    public void JoinCode_Written_IsReadBackAndABrokenOneIsNone()
    {
        var code = new JoinCode("tls://10.0.0.1:4222", "lab-2", "SUAB", Pin: new('a', 64));
        Assert.Equal(code, JoinCode.Read($"  {code.Write()}\n"));
        foreach (var broken in new[] { "", "lab1.", "lab1.%%%", code.Write()[..20], "lab2" + code.Write()[4..] }) Assert.Null(JoinCode.Read(broken));
    }

    [Theory]
    [InlineData("nats://127.0.0.1:4222", true)]
    [InlineData("nats://localhost:4222", true)]
    [InlineData("tls://broker:4222", true)]
    [InlineData("nats://10.0.0.1:4222", false)]
    [InlineData("nats://broker:4222", false)]
    [InlineData("http://broker", false)]
    [InlineData("tls://user:word@broker:4222", false)]
    public void Connection_OutsideThisMachine_MustBeEncrypted(string url, bool allowed) => Assert.Equal(allowed, Connection.Problem(url) is null);

    [Fact]
    public void Options_OfAWorker_AreReadFromBothPlaces()
    {
        var word = new JoinCode("tls://10.0.0.1:4222", "lab-2", Password: "secret").Write();
        var (options, problem) = WorkerOptions.Read(["--cores=3"], name => name == "DASHBOARD_JOIN" ? word : null);

        Assert.Null(problem);
        Assert.Equal((3, "lab-2", "secret"), (options!.Cores, options.Caller.Name, options.Caller.Password));
        Assert.Contains("cores", WorkerOptions.Read(["--cores=0"], _ => word).Problem);
        Assert.Contains("name", WorkerOptions.Read(["--url=tls://a:1", "--name=A B", "--password=x"], _ => null).Problem);
    }
}
