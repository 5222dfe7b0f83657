namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// What one protection's vendor has registered for an account, as a walk has just listed it: one registration, on the
/// right role, with nothing to be changed. Whoever is told of it need not ask the vendor.
/// </summary>
/// <param name="Protection">The protection's name, as the setting PROTECTIONS has it.</param>
/// <param name="Id">The registration's id at the vendor.</param>
/// <param name="RoleArn">The role it assumes.</param>
internal sealed record KnownRegistration(string Protection, string Id, string RoleArn);
