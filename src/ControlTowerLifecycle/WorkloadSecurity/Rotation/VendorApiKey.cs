namespace ControlTowerLifecycle.WorkloadSecurity.Rotation;

/// <summary>An API key as the vendor describes it, without its secret.</summary>
/// <param name="Id">The ID of the key.</param>
/// <param name="Name">The name of the key.</param>
/// <param name="RoleId">The vendor's role, which holds the rights of the key.</param>
internal sealed record VendorApiKey(int Id, string Name, int RoleId)
{
    public bool IsActive { get; init; }

    /// <summary>Null if the key never ends.</summary>
    public DateTimeOffset? End { get; init; }
}
