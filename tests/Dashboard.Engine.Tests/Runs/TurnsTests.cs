using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Support;

namespace Dashboard.Engine.Tests.Runs;

public sealed class TurnsTests
{
    private sealed class Work(string person, string name, int trials, double seconds)
    {
        public string Person { get; } = person;
        public string Name { get; } = name;
        public int Left { get; set; } = trials;
        public double Seconds { get; } = seconds;
        public double? EndedAt { get; set; }
    }

    private static Turns<Work> Queue(params IReadOnlyList<Work> runs)
    {
        var turns = new Turns<Work>(w => w.Left > 0);
        foreach (var run in runs) turns.Add(run.Person, run);
        return turns;
    }

    /// <summary>Hands out one trial after another, each ending before the next begins.</summary>
    private static string Order(Turns<Work> turns, int most = 100)
    {
        List<string> order = [];
        while (order.Count < most && turns.Next() is { } run)
        {
            run.Left--;
            turns.Taken(run.Person, run.Seconds);
            turns.Returned(run.Person, run.Seconds, run.Seconds);
            order.Add(run.Name);
        }
        return string.Join(' ', order);
    }

    [Fact]
    public void Next_OnePersonsRuns_GoInTheirOrder() =>
        Assert.Equal("a1 a1 a2 a3 a3", Order(Queue(new Work("a", "a1", 2, 9), new Work("a", "a2", 1, 1), new Work("a", "a3", 2, 5))));

    [Fact]
    public void Next_TwoPeopleWithEqualTrials_Alternate() =>
        Assert.Equal("a b a b a a", Order(Queue(new Work("a", "a", 4, 1), new Work("b", "b", 2, 1))));

    [Fact]
    public void Next_TrialsOfDifferentLength_GiveEqualTime() =>
        // Four short trials of b weigh as much as one of a.
        Assert.Equal("a b b b b a b b b b", Order(Queue(new Work("a", "a", 9, 4), new Work("b", "b", 99, 1)), most: 10));

    [Fact]
    public void Next_WhoComesLate_IsNextAndCatchesUpOnNothing()
    {
        var turns = Queue(new Work("a", "a", 99, 1));
        Order(turns, most: 50);
        turns.Add("b", new("b", "b", 99, 1));

        Assert.Equal("b a b a b a", Order(turns, most: 6));
    }

    [Fact]
    public void Next_WhoComesWhileATrialTakesLessThanExpected_DoesNotWaitForTheDifference()
    {
        var turns = Queue(new Work("a", "a", 99, 1));
        Assert.Equal("a", turns.Next()!.Name);
        turns.Taken("a", expected: 1_000);
        turns.Add("b", new("b", "b", 99, 1));
        turns.Returned("a", 1_000, took: 1);

        Assert.Equal("b", turns.Next()!.Name);
    }

    [Fact]
    public void Next_WhoLeavesAndComesBack_HasHadWhatTheyHad()
    {
        var turns = Queue(new Work("a", "a", 99, 1), new Work("b", "b", 1, 10));
        var first = turns.Runs.Single(r => r.Name == "b");
        Order(turns, most: 4);
        Assert.Equal(0, first.Left);
        turns.Remove("b", first);
        turns.Add("b", new("b", "b2", 1, 10));

        // a has had 3, b 10.

        Assert.Equal("a a a a a a a b2", Order(turns, most: 8));
    }

    [Fact]
    public void Next_FirstRunAllHandedOut_TakesThePersonsNext()
    {
        Work first = new("a", "a1", 1, 1), second = new("a", "a2", 1, 1);
        var turns = Queue(first, second);
        first.Left = 0;

        Assert.Same(second, turns.Next());
        second.Left = 0;
        Assert.Null(turns.Next());
    }

    [Fact]
    public void Lines_OfTheQueue_ArePeopleInTheOrderTheyCame()
    {
        var turns = Queue(new("b", "b1", 1, 1), new("a", "a1", 1, 1), new("b", "b2", 1, 1));

        Assert.Equal([["b1", "b2"], ["a1"]], turns.Lines.Select(l => l.Select(r => r.Name)));
        Assert.Equal(3, turns.Runs.Count());
    }

    /// <summary>
    /// Random queues on several workers: a run alone in its line with work W is done after, at most, its fair share: W times
    /// the number of people, over the workers, and what everybody's trials in training still took.
    /// </summary>
    [Theory, InlineData(1), InlineData(2), InlineData(8)]
    public void Next_ShortRunBesideLongOnes_EndsWithinItsShare(int workers)
    {
        var random = new Random(7 + workers);
        for (var round = 0; round < 200; round++)
        {
            var others = Enumerable.Range(0, 1 + random.Next(4)).Select(p => new Work($"p{p}", $"p{p}", 100_000, 0.1 + 10 * random.NextDouble())).ToArray();
            var mine = new Work("me", "me", 1 + random.Next(60), 0.05 + 2 * random.NextDouble());
            var (work, joined) = (mine.Left * mine.Seconds, 100 * random.NextDouble());
            var longest = others.Max(o => o.Seconds) + mine.Seconds;

            var took = Simulate([.. others], mine, workers, joined, random);

            var share = work * (others.Length + 1) / workers;
            var bound = share + (others.Length + 2) * longest + mine.Seconds * workers;
            Assert.True(took <= bound, $"round {round}: took {took:0.0}, its share is {share:0.0} of {work:0.0}, longest trial {longest:0.0}");
        }
    }

    private static double Simulate(IReadOnlyList<Work> others, Work mine, int workers, double joined, Random random)
    {
        var turns = Queue(others);
        var busy = new PriorityQueue<(Work Run, double Expected), double>();
        double now = 0;
        var there = false;
        while (true)
        {
            if (!there && now >= joined)
            {
                turns.Add(mine.Person, mine);
                there = true;
            }
            while (busy.Count < workers && turns.Next() is { } run)
            {
                run.Left--;
                var expected = run.Seconds * (0.5 + random.NextDouble());
                turns.Taken(run.Person, expected);
                busy.Enqueue((run, expected), now + run.Seconds);
            }
            busy.TryDequeue(out var ended, out now);
            turns.Returned(ended.Run.Person, ended.Expected, ended.Run.Seconds);
            if (mine.Left == 0 && ended.Run == mine && busy.UnorderedItems.All(b => b.Element.Run != mine)) return now - joined;
        }
    }

    [Fact]
    public async Task Launch_BesideALongRunOfSomebodyElse_TrainsInTurns()
    {
        List<string> order = [];
        using var reached = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        // The hidden size tells the runs apart: a network knows nothing of its run.
        using var lab = new Lab(new ScriptedTrainer((network, _, _, _, _) =>
        {
            lock (order) order.Add(network.HiddenSize == 6 ? "long" : "short");
            reached.Release();
            go.Wait(Lab.Patience);
            return ScriptedTrainer.Done(1);
        }), workers: 1);
        var first = lab.Runs.Launch(Lab.Small(lengths: 5), by: new("a", "Ada"));
        Assert.True(await reached.WaitAsync(Lab.Patience));
        var second = lab.Runs.Launch(Lab.Small(lengths: 1) with { HiddenSize = 7 }, by: new("b", "Ben"));
        Assert.Equal([("Ada", first.Id), ("Ben", second.Id)], lab.Runs.Turns.Select(t => (t.By!.Name, t.RunIds.Single())));

        go.Release(100);
        await lab.Ended(second.Id);
        await lab.Ended(first.Id);

        Assert.Equal(["long", "short", "long", "short", "long"], order.Take(5));
        Assert.Empty(lab.Runs.Turns);
        Assert.Equal(("Ada", "Ben"), (lab.Runs.Find(first.Id)!.LaunchedBy!.Name, lab.Runs.Find(second.Id)!.LaunchedBy!.Name));
    }

    [Fact]
    public async Task Launch_TwoOfOnePerson_TrainOneAfterTheOther()
    {
        List<int> order = [];
        using var lab = new Lab(new ScriptedTrainer((network, _, _, _, _) =>
        {
            lock (order) order.Add(network.HiddenSize);
            return ScriptedTrainer.Done(1);
        }), workers: 1, start: false);
        foreach (var size in new[] { 6, 7, 8 }) lab.Runs.Launch(Lab.Small() with { HiddenSize = size }, by: new("a", null));
        var last = lab.Runs.Turns.Single().RunIds[^1];

        lab.Runs.Start();
        await lab.Ended(last);

        Assert.Equal(order.Order(), order);
    }
}
