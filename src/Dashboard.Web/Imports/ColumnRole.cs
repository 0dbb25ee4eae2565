using Dashboard.Engine.Experiments;

namespace Dashboard.Web.Imports;

/// <summary>What a column of a file says.</summary>
public enum ColumnRole
{
    /// <summary>It is left out.</summary>
    Unused,
    Length,
    Score,
    Model,
    Seed,
    Epoch,
    TrainScore,
    Gradient,
    Seconds,
    Wrong,
    Solved,
}

/// <summary>What the roles are called, and which names of columns they are guessed from.</summary>
public static class ColumnRoles
{
    /// <summary>Their words, as the API writes them.</summary>
    public static Choices<ColumnRole> All { get; } = new();

    // Letters and digits of a name, in the order they are tried.
    private static readonly (ColumnRole Role, string[] Names)[] Known =
    [
        (ColumnRole.Length, ["length", "len", "t", "seqlen", "seqlength", "sequencelength", "steps", "timesteps", "n"]),
        (ColumnRole.Score, ["score", "mad", "validationmad", "valmad", "mae", "valmae", "mse", "valmse", "valloss", "validationloss", "valscore", "testloss", "testmse", "loss", "error", "crossentropy", "ce"]),
        (ColumnRole.Model, ["model", "cell", "network", "net", "architecture", "arch", "modelname", "rnntype"]),
        (ColumnRole.Seed, ["seed", "randomseed", "trial", "repeat", "replicate", "run"]),
        (ColumnRole.Epoch, ["epoch", "epochs", "iteration", "step"]),
        (ColumnRole.TrainScore, ["trainmad", "trainloss", "trainingloss", "trainscore", "trainmse", "trainmae"]),
        (ColumnRole.Gradient, ["gradientmean", "gradient", "meangradient", "gradmean", "grad", "gradnorm"]),
        (ColumnRole.Seconds, ["seconds", "time", "sec", "duration", "walltime", "trainingtime"]),
        (ColumnRole.Wrong, ["wrong", "wrongpercent", "percentwrong", "errorrate"]),
        (ColumnRole.Solved, ["solved", "success", "learnt", "learned", "converged"]),
    ];

    /// <summary>"Length", "Score": on the page.</summary>
    public static string Title(this ColumnRole role) => role switch
    {
        ColumnRole.Unused => "Not used",
        ColumnRole.TrainScore => "Training score",
        ColumnRole.Gradient => "Gradient mean",
        ColumnRole.Wrong => "Percent wrong",
        ColumnRole.Solved => "Solved, yes or no",
        _ => role.ToString(),
    };

    /// <summary>What is noted of a result that has it; none for those that every one has.</summary>
    public static BroughtColumns Column(this ColumnRole role) => role switch
    {
        ColumnRole.Model => BroughtColumns.Model,
        ColumnRole.Seed => BroughtColumns.Seed,
        ColumnRole.Epoch => BroughtColumns.Epoch,
        ColumnRole.TrainScore => BroughtColumns.TrainScore,
        ColumnRole.Gradient => BroughtColumns.Gradient,
        ColumnRole.Seconds => BroughtColumns.Seconds,
        ColumnRole.Wrong => BroughtColumns.Wrong,
        ColumnRole.Solved => BroughtColumns.Solved,
        _ => BroughtColumns.None,
    };

    /// <summary>The roles of a file's columns by their names, each role once.</summary>
    public static IReadOnlyList<ColumnRole> Guess(IReadOnlyList<string> head)
    {
        var plain = head.Select(h => new string([.. h.ToLowerInvariant().Where(char.IsLetterOrDigit)])).ToArray();
        var roles = new ColumnRole[head.Count];
        foreach (var (role, names) in Known)
            foreach (var at in names.Select(n => Array.IndexOf(plain, n)))
            {
                if (at < 0 || roles[at] != ColumnRole.Unused) continue;
                roles[at] = role;
                break;
            }
        return roles;
    }
}
