using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Tests.Training.Cells;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Tests.Training;

public class CellTests
{
    [Fact]
    public void Registry_EveryKind_HasOneCellOfItsOwnName()
    {
        Assert.Equal([.. Enum.GetValues<ModelKind>().Where(k => k != ModelKind.Other)], Cell.All.Select(c => c.Kind));
        Assert.All(Cell.All, cell => Assert.Same(cell, Cell.Of(cell.Kind)));
        Assert.All(Cell.All, cell => Assert.Same(cell, Cell.Find(cell.Name)));
        Assert.Null(Cell.Find("none"));
    }

    [Fact]
    public void Look_OfEveryCell_IsItsOwn()
    {
        Assert.Distinct(Cell.All.Select(c => c.Title));
        Assert.Distinct(Cell.All.Select(c => c.Mark.Name));
        Assert.Distinct(Cell.All.Select(c => c.Colour));
    }

    /// <summary>A cell without numbers from outside would be held to nothing but its own two engines.</summary>
    [Fact]
    public void Golden_EveryCell_HasStepsInBothEnginesAndASequenceLookedInside()
    {
        Assert.All(Cell.All, cell => Assert.Contains(GoldenCells.Cases, c => c.Network.Cell == cell && c.Layers == 1));
        Assert.All(Cell.All, cell => Assert.Contains(GoldenCells.Cases, c => c.Network.Cell == cell && c.Layers > 1));
        Assert.Equal(Cell.All.Select(c => c.Name).Order(), LayerTraceTests.Models.Select(row => row.Data).Order());
    }

    [Theory, MemberData(nameof(GoldenCells.Models), MemberType = typeof(GoldenCells))]
    public void GateBiases_OnlyTheLstmHasThoseGates(ModelKind model)
    {
        NetworkSpec plain = new(model, 3), remedied = plain with { ForgetBias = 2, InputGateBias = -3 };
        var (before, after) = (InitialWeights.Draw(plain, 1).Recurrent[0], InitialWeights.Draw(remedied, 1).Recurrent[0]);
        if (model == ModelKind.Lstm)
        {
            // PyTorch's order: i, f, g, o.
            before[2].AsSpan(0, 3).Fill(-3);
            before[2].AsSpan(3, 3).Fill(2);
            before[3].AsSpan(0, 6).Clear();
        }
        Assert.Equal(before, after);
    }
}
