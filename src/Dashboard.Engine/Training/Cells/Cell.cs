using Dashboard.Engine.Training.Fused;
using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Cells;

/// <summary>
/// A recurrent cell and all that is its own: gates and their order, how weights start, its module in libtorch, what can be
/// looked at inside. One folder a cell, one line in <see cref="All"/>.
/// </summary>
public abstract class Cell
{
    /// <summary>Every cell there is, in the order of <see cref="ModelKind"/>.</summary>
    public static IReadOnlyList<Cell> All { get; } = [new Rnn.RnnCell(), new Lstm.LstmCell(), new Gru.GruCell()];

    /// <summary>The kinds that can be trained.</summary>
    public static IReadOnlyList<ModelKind> Kinds { get; } = [.. All.Select(c => c.Kind)];

    /// <summary>The cell of that name, or null.</summary>
    public static Cell? Find(string name) => All.FirstOrDefault(c => c.Name == name);

    /// <summary>The cell of a kind.</summary>
    public static Cell Of(ModelKind kind) => All[(int)kind];

    /// <summary>Those whose networks have a forget bias, for people: "LSTM".</summary>
    public static string WithForgetBias { get; } = string.Join(" and ", All.Where(c => c.HasForgetBias).Select(c => c.Title));

    /// <summary>Those whose networks have an input gate bias, for people: "LSTM".</summary>
    public static string WithInputGateBias { get; } = string.Join(" and ", All.Where(c => c.HasInputGateBias).Select(c => c.Title));

    /// <summary>Its place among the kinds.</summary>
    public abstract ModelKind Kind { get; }

    /// <summary>Short name in lower case, as scripts write it.</summary>
    public abstract string Name { get; }

    /// <summary>Name for people: "LSTM".</summary>
    public abstract string Title { get; }

    /// <summary>Its mark beside lines and names.</summary>
    public abstract Mark Mark { get; }

    /// <summary>Its colour on white, "#C8500A": for files, which have no stylesheet. Pages have it from <c>tokens.css</c>.</summary>
    public abstract string Colour { get; }

    /// <summary>Gates stacked in W_ih and W_hh, in PyTorch's order.</summary>
    public abstract IReadOnlyList<string> Gates { get; }

    /// <summary>What a unit has inside at every step, by PyTorch's names: h, then gates and states worth looking at.</summary>
    public abstract IReadOnlyList<string> Inside { get; }

    /// <summary>Its part of a notebook: a Python class with its start and its step, and its line in CELLS (docs/design.md, "A notebook").</summary>
    public abstract string Python { get; }

    /// <summary>Whether the forget bias of a network (<see cref="NetworkSpec"/>) changes anything of it.</summary>
    public virtual bool HasForgetBias => false;

    /// <summary>The same of the input gate bias.</summary>
    public virtual bool HasInputGateBias => false;

    /// <summary>Changes a layer's fresh weights (W_ih, W_hh, b_ih, b_hh) as the network's remedies for this cell say.</summary>
    internal virtual void ApplyRemedies(NetworkSpec network, float[][] layer)
    {
    }

    /// <summary>Whether oneDNN's inference kernel, which the torch engine validated with before <see cref="EngineVersion"/> 2,
    /// is wrong for this cell at that size on CPUs with AVX-512.</summary>
    internal virtual bool WrongInInference(int hiddenSize) => false;

    /// <summary>How its gates lie in the fused engine's memory.</summary>
    internal abstract CellRows Rows { get; }

    /// <summary>Units its forward kernel works on at once.</summary>
    /// <param name="productTile">Units the backward product works on at once.</param>
    internal abstract int UnitsAtOnce(int productTile);

    /// <summary>The weights in the order in which its forward kernel reads them.</summary>
    internal abstract IEnumerable<PackedWeight> ForwardOrder(FusedLayout layout);

    /// <summary>A network of one layer of it in the fused engine.</summary>
    internal abstract FusedNetwork Fuse<S, V>(NetworkSpec network, TrainingSpec training, int length, InitialWeights initial)
        where S : struct, ISimd<V> where V : struct;

    /// <summary>Both passes of one layer with everything kept, to look inside.</summary>
    internal abstract LayerTrace Trace(TaskShape shape, int hidden, int steps, int lanes);

    /// <summary>Operations that libtorch's module takes for a timestep, beside those for a step of training.</summary>
    internal virtual double TorchOperations => 0.1;

    /// <summary>libtorch's module of stacked layers, batch first.</summary>
    internal abstract nn.Module TorchModule(int inputs, int hidden, int layers);

    /// <summary>The module's forward pass.</summary>
    /// <param name="module">From <see cref="TorchModule"/>.</param>
    /// <param name="inputs">[batch, steps, inputs].</param>
    /// <returns>The last layer's h at every step, [batch, steps, hidden], and after the last one, [batch, hidden].</returns>
    internal abstract (Tensor States, Tensor Last) TorchForward(nn.Module module, Tensor inputs);

    /// <summary>One step of one layer from basic operations, for gradients at every h_t.</summary>
    /// <param name="fromInput">W_ih x_t + b_ih, [batch, gates · hidden].</param>
    /// <param name="fromHidden">W_hh h_{t−1} + b_hh, [batch, gates · hidden].</param>
    /// <param name="state">h_{t−1} and whatever else the cell keeps.</param>
    internal abstract (Tensor H, Tensor C) TorchStep(Tensor fromInput, Tensor fromHidden, (Tensor H, Tensor C) state);
}
