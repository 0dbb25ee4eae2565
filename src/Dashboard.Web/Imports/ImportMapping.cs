using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Web.Imports;

/// <summary>How a file is understood: guessed from its names, and the person's to correct.</summary>
/// <param name="Roles">[columns of the file].</param>
/// <param name="Models">Whose colour and mark each model of the file has; null leaves its rows out. In the order they come.</param>
public sealed record ImportMapping(IReadOnlyList<ColumnRole> Roles, IReadOnlyList<(string Name, ModelKind? Model)> Models)
{
    /// <summary>Models that a file may name.</summary>
    public const int MostModels = 50;

    /// <summary>What a file without a column of models is called, where it says nothing.</summary>
    public const string NoModel = "model";

    /// <summary>The column with a role; −1 for none.</summary>
    public int Column(ColumnRole role) => Roles.ToList().IndexOf(role);

    /// <summary>Guesses both.</summary>
    public static ImportMapping Guess(CsvTable table)
    {
        var roles = ColumnRoles.Guess(table.Head);
        return new ImportMapping(roles, []).WithModels(table);
    }

    /// <summary>The same with one column's role changed; another that had it is not used any more.</summary>
    public ImportMapping With(int column, ColumnRole role, CsvTable table)
    {
        ColumnRole[] roles = [.. Roles.Select((r, i) => i == column ? role : r == role ? ColumnRole.Unused : r)];
        var changed = this with { Roles = roles };
        return changed.Column(ColumnRole.Model) == Column(ColumnRole.Model) ? changed : changed.WithModels(table);
    }

    /// <summary>The same with no column of a role.</summary>
    public ImportMapping Without(ColumnRole role, CsvTable table) => Column(role) is >= 0 and var at ? With(at, ColumnRole.Unused, table) : this;

    /// <summary>The same with one model's kind changed; another that had it is left out.</summary>
    public ImportMapping With(string name, ModelKind? kind) => this with
    {
        Models = [.. Models.Select(m => m.Name == name ? (m.Name, kind) : m.Model == kind ? (m.Name, null) : m)],
    };

    /// <summary>The same with the models guessed anew from the column of models.</summary>
    public ImportMapping WithModels(CsvTable table)
    {
        var at = Column(ColumnRole.Model);
        string[] names = at < 0 ? [NoModel] : [.. table.Rows.Select(r => r.Cells[at]).Distinct().Take(MostModels + 1)];
        var taken = new HashSet<ModelKind>();
        var kinds = new ModelKind?[names.Length];
        // The cells first: a name that is none of them is another model, of which a run has one.
        for (var i = 0; i < names.Length; i++)
            if (CellOf(names[i]) is { } cell && taken.Add(cell)) kinds[i] = cell;
        for (var i = 0; i < names.Length; i++)
            if (kinds[i] is null && taken.Add(ModelKind.Other)) kinds[i] = ModelKind.Other;
        return this with { Models = [.. names.Zip(kinds)] };
    }

    private static ModelKind? CellOf(string name)
    {
        var plain = name.ToLowerInvariant();
        var found = Cell.Kinds.Where(k => plain.Contains(k.Word(), StringComparison.Ordinal)).ToArray();
        return found.Length == 0 ? null : found.FirstOrDefault(k => k.Word() == plain, found.MaxBy(k => k.Word().Length));
    }
}
