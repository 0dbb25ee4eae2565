using Dashboard.Web.Operations;

namespace Dashboard.Web.People;

// Other machines that train.
public sealed partial class LabActions
{
    /// <inheritdoc cref="IMachines.NoCredentials"/>
    public string? NoMachines => machines.NoCredentials;

    /// <inheritdoc cref="IMachines.Credentials"/>
    public IReadOnlyList<WorkerCredential> Machines => May(Deed.AddMachine) ? machines.Credentials : [];

    /// <inheritdoc cref="IMachines.Add"/>
    public (WorkerCredential? Made, string? Word, string? Problem) AddMachine(string? name)
    {
        Demand(Deed.AddMachine);
        var made = machines.Add(name);
        if (made.Made is { } credential) Note(Deed.AddMachine, credential.Name, credential.Name);
        return made;
    }

    /// <inheritdoc cref="IMachines.Revoke"/>
    public bool RevokeMachine(string name)
    {
        Demand(Deed.RevokeMachine);
        var revoked = machines.Revoke(name);
        if (revoked) Note(Deed.RevokeMachine, name, name);
        return revoked;
    }

    /// <inheritdoc cref="IMachines.LetLeave"/>
    public void LetMachineLeave(string name, bool leave) => Steer(() => machines.LetLeave(name, leave));

    /// <inheritdoc cref="IMachines.Forget"/>
    public void ForgetMachine(string name) => Steer(() => machines.Forget(name));

    /// <inheritdoc cref="IMachines.LetTrain"/>
    public void LetServerTrain(bool own) => Steer(() => machines.LetTrain(own));

    private void Steer(Action act)
    {
        Demand(Deed.SteerMachine);
        act();
    }
}
