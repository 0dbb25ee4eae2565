using Dashboard.Engine.Experiments;
using Dashboard.Engine.Python;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Notebooks;

/// <summary>A run's settings as constants of a notebook.</summary>
internal static class NotebookSettings
{
    /// <summary>Those of every task, with the task's own between them.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="trials">The trials whose numbers are in the notebook.</param>
    public static IEnumerable<PythonSetting> Of(RunSpec spec, IReadOnlyList<Trial> trials)
    {
        var shape = spec.Task.Shape(spec);
        return
        [
            new("TRAIN_COUNT", spec.TrainCount, "training sequences"),
            new("VALIDATION_COUNT", spec.ValidationCount),
            new("DATA_SEED", spec.DataSeed, "of the training data; validation data has the next one"),
            new("FRESH_DATA", spec.FreshData, "each seed draws data of its own"),
            new("STANDARDIZE", spec.Standardize, "inputs are shifted and scaled to mean 0 and standard deviation 1"),
            .. spec.Task.PythonSettings(spec),
            new("INPUTS", shape.Inputs, "numbers a step"),
            new("OUTPUTS", shape.Outputs, shape.Loss == LossKind.CrossEntropy ? "classes" : "numbers predicted"),
            new("READ_OUT", PythonSetting.Text(shape.ReadOut == ReadOut.Every ? "every" : "last"), "step at which a prediction is made"),
            new("LOSS", Loss(shape.Loss)),
            new("HIDDEN", spec.HiddenSize, "units of a layer"),
            new("LAYERS", spec.Layers),
            new("ORTHOGONAL", spec.RecurrentInit == RecurrentInit.Orthogonal, "recurrent weights start as orthogonal matrices"),
            new("FORGET_BIAS", spec.ForgetBias, "where a forget gate starts; None leaves it to chance"),
            new("INPUT_GATE_BIAS", spec.InputGateBias, "the same of an input gate"),
            new("EPOCHS", spec.Epochs, "at most"),
            new("PATIENCE", spec.Patience, "epochs without a lower validation loss that are borne"),
            new("BATCH_SIZE", spec.BatchSize),
            new("LEARNING_RATE", (double?)spec.LearningRate),
            new("CLIP_NORM", spec.ClipNorm, "to which gradients are clipped; None for no clipping"),
            new("TEST_LENGTHS", $"[{string.Join(", ", spec.TestLengths)}]", "at which each trained network is tested besides its own"),
            new("LAST_BATCH_ONLY", spec.Protocol == Protocol.Notebook, "which gradients the protocol averages"),
            new("UNSURE_VALIDATION", trials.Any(t => RunWarnings.MayBeWrong(t, spec.HiddenSize)), "saved validation losses may be wrong (PyTorch issue 173922)"),
        ];
    }

    private static string Loss(LossKind loss) => loss switch
    {
        LossKind.L1 => "nn.L1Loss()",
        LossKind.SquaredError => "nn.MSELoss()",
        LossKind.CrossEntropy => "nn.CrossEntropyLoss()",
        _ => throw new NotSupportedException($"{loss} has no name in PyTorch here"),
    };
}
