using System.Text;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Imports;

namespace Dashboard.Web.Tests.Imports;

public sealed class ImportReaderTests
{
    private static readonly LabTask Simple = LabTasks.Of(SequenceKind.Simple), Adding = LabTasks.Of(SequenceKind.Adding);

    [Theory]
    [InlineData("length,model,seed,score", "Length Model Seed Score")]
    [InlineData("T;Cell;Repeat;val_loss;train_loss;epoch", "Length Model Seed Score TrainScore Epoch")]
    [InlineData("Seq. length;comment;MAD;wall time;solved", "Length Unused Score Seconds Solved")]
    [InlineData("loss;score;length", "Unused Score Length")]
    public void Guess_NamesOfColumns_GivesTheirRoles(string head, string roles) =>
        Assert.Equal(roles, string.Join(' ', ColumnRoles.Guess(head.Split(';', ','))));

    [Fact]
    public void Read_RowATrial_GivesEachWithWhatIsKnown()
    {
        var result = Read("length,model,seed,score,seconds\n5,LSTM,1,2.5,12\n5,my TCN,1,30.125,\n10,lstm big,1,1,1\n10,LSTM,1,nan,3\n");
        var spec = result.Spec!;
        Assert.Equal((BroughtColumns.Model | BroughtColumns.Seed | BroughtColumns.Seconds), spec.Brought!.Columns);
        Assert.Equal([new(ModelKind.Lstm, "LSTM"), new(ModelKind.Other, "my TCN")], spec.Brought.Models);
        // A second LSTM has no place in the same run.
        Assert.Equal(1, result.LeftOut);
        Assert.Equal((3, 1), (spec.TrialCount, spec.Brought.Missing.Count));
        Assert.Equal(spec.Trials(), result.Trials.Select(t => t.Key));
        var trial = result.Trials.Single(t => t.Key == new TrialKey(ModelKind.Other, 5, 1));
        Assert.Equal(30.125, trial.Result!.Mad);
        Assert.True(double.IsNaN(trial.Result.Seconds));
        Assert.Equal(TrialStatus.Diverged, result.Trials.Single(t => t.Key.Length == 10).Status);
        Assert.Equal("my TCN", spec.NameOf(ModelKind.Other));
    }

    [Fact]
    public void Read_RowAnEpoch_TakesTheLowestScore()
    {
        var result = Read("length;seed;epoch;score;train loss\n5;3;2;4,5;5\n5;3;1;9,25;10\n5;3;3;6;4\n");
        Assert.True(result.DecimalComma);
        var trial = Assert.Single(result.Trials);
        Assert.Equal((4.5, 2), (trial.Result!.Mad, trial.Result.Best!.Epoch));
        Assert.Equal([9.25, 4.5, 6.0], trial.Result.Epochs.Select(e => e.ValidationLoss));
        Assert.Equal([10.0, 5, 4], trial.Result.Epochs.Select(e => e.TrainLoss));
        Assert.All(trial.Result.Epochs, e => Assert.True(double.IsNaN(e.GradientMean)));
        Assert.Null(RunSeries.Of(result.Spec!, result.Trials).Of(Metric.Gradient)[0].Points[0].Seeds.Select(s => (double?)s.Value).FirstOrDefault());
    }

    [Theory]
    [InlineData("length;score;percent wrong;seconds;solved\n5;0,1;0,5 %;NA;n/a\n")]
    [InlineData("length,score,percent wrong,seconds,solved\n5,0.1,0.5%,-,None\n")]
    [InlineData("length,score,percent wrong,seconds,solved\n5,0.1,0.5,null,\n")]
    public void Read_SignsOfSpreadsheets_AreReadAsTheyAreMeant(string text)
    {
        var result = Read(text, Adding);
        Assert.Empty(result.Problems);
        var trial = Assert.Single(result.Trials).Result!;
        Assert.Equal((0.1, true), (trial.Mad, Adding.Score.Solved.Of(trial)));
        Assert.True(double.IsNaN(trial.Seconds));
    }

    [Fact]
    public void Read_WithoutSeeds_CountsTheRows()
    {
        var result = Read("length,score\n5,1\n5,2\n10,3\n5,4\n");
        Assert.Equal([1L, 2, 3], result.Spec!.Seeds);
        Assert.Equal(4, result.Spec.TrialCount);
        Assert.False(result.Spec.Brought!.Says(BroughtColumns.Seed));
    }

    [Fact]
    public void Read_Solved_FollowsFromTheTask()
    {
        // The deck's rule is over the score itself; adding's asks for how many answers are wrong.
        Assert.Equal([2, 1], Solved(Simple, "length,seed,score\n5,1,1\n5,2,4.9\n10,1,1\n10,2,5\n"));
        Assert.Equal([1, 0], Solved(Adding, "length,seed,score,wrong\n5,1,0.1,0.5\n5,2,0.1,1.5\n10,1,0.1,50\n"));
        Assert.Equal([1, 0], Solved(Adding, "length,seed,score,solved\n5,1,0.1,yes\n5,2,0.1,No\n10,1,0.1,0\n"));
        var unknown = Read("length,seed,score\n5,1,0.1\n", Adding);
        Assert.Equal(0, RunSeries.Of(unknown.Spec!, unknown.Trials).Solved(Adding.Score.Solved, null)[0].Points[0].Solved.Count);
        // A threshold does not change what the file says outright.
        var said = Read("length,seed,score,solved\n5,1,0.1,yes\n5,2,0.1,no\n", Adding);
        Assert.Equal((1, 2), RunSeries.Of(said.Spec!, said.Trials).Solved(Adding.Score.Solved, 90)[0].Points[0].Solved is var p ? (p.Successes, p.Count) : default);
    }

    private static int[] Solved(LabTask task, string text)
    {
        var result = Read(text, task);
        return [.. RunSeries.Of(result.Spec!, result.Trials).Solved(task.Score.Solved, null)[0].Points.Select(p => p.Solved.Successes)];
    }

    [Theory]
    [InlineData("length,model,seed,score\n5,LSTM,1,1\n5,LSTM,1,2\n", 3, null, "is in line 2 already")]
    [InlineData("length,net type,seed,score\n5,LSTM,1,1\n5,TCN,1,2\n", 3, null, "Length 5, seed 1 is in line 2 already. Does a column name the model?")]
    [InlineData("length,model,seed,score\nfive,LSTM,1,1\n", 2, "length", "Must be a whole number, 1 to 10,000; it is “five”.")]
    [InlineData("length,model,seed,score\n5.5,LSTM,1,1\n", 2, "length", "whole")]
    [InlineData("length,model,seed,score\n0,LSTM,1,1\n", 2, "length", "1 to 10,000")]
    [InlineData("length,model,seed,score\n5,LSTM,-1,1\n", 2, "seed", "whole")]
    [InlineData("length,model,seed,score\n5,LSTM,1,\n", 2, "score", "Is empty")]
    [InlineData("length,model,seed,score\n5,LSTM,1,good\n", 2, "score", "“good” is no number")]
    [InlineData("length,model,seed,score\n5,LSTM,1,-2\n", 2, "score", "0 or more")]
    [InlineData("length,model,seed,score\n5,LSTM,1,1e999\n", 2, "score", "0 or more")]
    [InlineData("length;score\n5;1,5\n6;2.5\n", 2, "score", "“1,5” is no number; numbers of this file have a decimal point.")]
    [InlineData("length,score\n5,\"1,5\"\n", 2, "score", "as commas separate its fields")]
    [InlineData("length,score\n5,NA\n", 2, "score", "“NA” is no number. Write nan")]
    [InlineData("length,score\n5,1%\n", 2, "score", "“1%” is no number")]
    [InlineData("length,seed,score,solved\n5,1,1,maybe\n", 2, "solved", "yes or no")]
    [InlineData("length,seed,score,percent wrong\n5,1,1,101\n", 2, "percent wrong", "0 to 100")]
    [InlineData("length,loss 2\n5,1\n", null, null, "No column is the score")]
    [InlineData("length,model,score\n5,0123456789012345678901234567890123456789x,1\n", null, "model", "1 to 40 characters")]
    public void Read_BadRow_SaysLineAndColumn(string text, int? line, string? column, string message)
    {
        var result = Read(text);
        Assert.Null(result.Spec);
        Assert.Equal((line, column), (result.Problems[0].Line, result.Problems[0].Column));
        Assert.Contains(message, result.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyProblems_NamesTheFirstAndCountsTheRest()
    {
        var result = Read("length,score\n" + string.Concat(Enumerable.Repeat("x,1\n", 50)));
        Assert.Equal((ImportReader.MostProblems, 30), (result.Problems.Count, result.MoreProblems));
    }

    [Theory]
    [InlineData(101, 1, "seeds")]
    [InlineData(1, 201, "lengths")]
    public void Read_MoreThanARunMayHave_IsRefused(int seeds, int lengths, string message)
    {
        var text = new StringBuilder("length,seed,score\n");
        for (var seed = 1; seed <= seeds; seed++)
            for (var length = 1; length <= lengths; length++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{length},{seed},1\n");
        Assert.Contains(message, Read(text.ToString()).Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mapping_Corrected_IsWhatIsRead()
    {
        var table = CsvTable.Read("length,model,seed,loss,other\n5,a,1,7,3\n5,b,1,8,4\n"u8).Table!;
        var mapping = ImportMapping.Guess(table);
        Assert.Equal([("a", ModelKind.Other), ("b", null)], mapping.Models);
        mapping = mapping.With(4, ColumnRole.Score, table).With("b", ModelKind.Gru);
        Assert.Equal(ColumnRole.Unused, mapping.Roles[3]);
        var result = ImportReader.Read(table, mapping, Simple, "x.csv");
        Assert.Equal([(ModelKind.Gru, 4.0), (ModelKind.Other, 3)], result.Trials.Select(t => (t.Key.Model, t.Result!.Mad!.Value)).Order());
        // A mark is one model's.
        Assert.Equal([("a", null), ("b", ModelKind.Other)], mapping.With("b", ModelKind.Other).Models);
    }

    [Fact]
    public void Template_OfEveryTask_CanBeBroughtIn() => Assert.All(LabTasks.All, task =>
    {
        var table = CsvTable.Read(ImportTemplate.Of(task)).Table!;
        var result = ImportReader.Read(table, ImportMapping.Guess(table), task, ImportTemplate.Name);
        Assert.Equal((12, 3), (result.Spec!.TrialCount, result.Spec.Models.Count));
        Assert.All(result.Trials, t => Assert.NotNull(task.Score.Solved.Of(t.Result!)));
    });

    /// <summary>Files with parts swapped, doubled, cut and filled with what parsers stumble over: read, or refused in words.</summary>
    [Fact]
    public void Read_AnyBytes_EndsWithARunOrProblems()
    {
        var random = new Random(20261127);
        byte[] good = [.. "length,model,seed,score,epoch\r\n5,LSTM,1,1.5,1\r\n5,LSTM,1,1.25,2\r\n5,\"a \"\"b\"\"\",3,nan,1\r\n10,TCN,2,7,1\r\n"u8];
        string[] nasty = ["\"", "\n", "\r", ";", "\t", ",", "\0", "é", "1e308", "-", "NaN", "∞", "9999999999999999999", "\"\"", "=1+1", " ", "0x10", "1_000"];
        var (runs, refused) = (0, 0);
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = good.ToList();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                var at = random.Next(bytes.Count);
                if (random.Next(3) == 0) bytes[at] = (byte)random.Next(256);
                else if (random.Next(2) == 0) bytes.InsertRange(at, Encoding.UTF8.GetBytes(nasty[random.Next(nasty.Length)]));
                else bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                if (bytes.Count == 0) bytes.Add(0);
            }
            var (table, problems) = CsvTable.Read([.. bytes]);
            Assert.True(table is null != (problems.Count == 0));
            if (table is null)
            {
                refused++;
                continue;
            }
            var result = ImportReader.Read(table, ImportMapping.Guess(table), i % 2 == 0 ? Simple : Adding, "x.csv");
            Assert.True(result.Spec is null != (result.Problems.Count == 0));
            runs += result.Spec is null ? 0 : 1;
            if (result.Spec is { } spec) Assert.Equal(spec.TrialCount, result.Trials.Count);
        }
        Assert.True(runs > 50 && refused > 50, $"{runs} runs, {refused} refused");
    }

    private static ImportResult Read(string text, LabTask? task = null)
    {
        var (table, problems) = CsvTable.Read(Encoding.UTF8.GetBytes(text));
        Assert.True(table is not null, string.Join(' ', problems));
        return ImportReader.Read(table, ImportMapping.Guess(table), task ?? Simple, "folder\\results.csv");
    }
}
