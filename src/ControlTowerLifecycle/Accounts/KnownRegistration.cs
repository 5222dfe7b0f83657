namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// An account's registration at the vendor of one protection, as a walk has just listed it: the only one, on the right
/// role, with nothing to change. The reader of this fact does not need to ask the vendor again.
/// </summary>
/// <param name="Protection">The name of the protection, as in the setting PROTECTIONS.</param>
/// <param name="Id">The ID of the registration at the vendor.</param>
/// <param name="RoleArn">The role that the registration uses.</param>
internal sealed record KnownRegistration(string Protection, string Id, string RoleArn)
{
    /// <summary>Of the external ID that the walk has read; null if the protection has none.</summary>
    public string? ExternalIdHash { get; init; }
}
