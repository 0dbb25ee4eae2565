using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Tests.Training;

public class CellTests
{
    [Fact]
    public void Registry_EveryKind_HasOneCellOfItsOwnName()
    {
        Assert.Equal(Enum.GetValues<ModelKind>(), Cell.All.Select(c => c.Kind));
        Assert.All(Cell.All, cell => Assert.Same(cell, Cell.Of(cell.Kind)));
        Assert.All(Cell.All, cell => Assert.Same(cell, Cell.Find(cell.Name)));
        Assert.Null(Cell.Find("mgu"));
    }

    [Theory, InlineData(ModelKind.Rnn), InlineData(ModelKind.Lstm), InlineData(ModelKind.Gru)]
    public void ForgetBias_OnlyTheLstmHasAForgetGate(ModelKind model)
    {
        NetworkSpec plain = new(model, 3), remedied = plain with { ForgetBias = 2 };
        var (before, after) = (InitialWeights.Draw(plain, 1).Recurrent[0], InitialWeights.Draw(remedied, 1).Recurrent[0]);
        if (model == ModelKind.Lstm)
        {
            before[2].AsSpan(3, 3).Fill(2);
            before[3].AsSpan(3, 3).Clear();
        }
        Assert.Equal(before, after);
    }
}
