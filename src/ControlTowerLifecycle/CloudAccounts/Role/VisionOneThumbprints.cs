namespace ControlTowerLifecycle.CloudAccounts.Role;

/// <summary>
/// The certificates of the vendor's OIDC provider. IAM stores them as 40 hexadecimal digits and their case has no meaning.
/// </summary>
internal static class VisionOneThumbprints
{
    /// <summary>IAM's limit of one provider.</summary>
    public const int Maximum = 5;

    /// <summary>The four of the vendor's manual.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "9e99a48a9960b14926bb7f3b02e22da2b0ab7280",
        "9565ad13689c2c4b4f018be31767084d197f2692",
        "8cf427fd790c3ad166068de81e57efbb932272d4",
        "f21c12f46cdb6b2e16f09f9419cdff328437b2d7",
    ];

    /// <summary>
    /// The list to write: all that the provider has, and of ours as many as fit. A thumbprint of another owner is never
    /// dropped.
    /// </summary>
    /// <returns>Null if the list would not change.</returns>
    public static IReadOnlyList<string>? Complete(IReadOnlyList<string> existing)
    {
        var missing = All.Except(existing, StringComparer.OrdinalIgnoreCase)
            .Take(Math.Max(0, Maximum - existing.Count))
            .ToList();
        return missing is [] ? null : [.. existing, .. missing];
    }
}
