using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.CloudAccounts.Role;

/// <summary>
/// The three managed policies of the vendor's role, as the vendor documents them for accounts without its stack. Parts 2
/// and 3 are not read-only: they allow to write, read and delete every Systems Manager parameter.
/// </summary>
internal static class VisionOnePolicies
{
    /// <summary>IAM's limit of a managed policy, without white space.</summary>
    public const int MaximumLength = 6144;

    /// <summary>IAM's limit of versions, the applied one included.</summary>
    public const int MaximumVersions = 5;

    /// <summary>The policies, in the vendor's order.</summary>
    public static IReadOnlyList<VisionOnePolicy> All { get; } =
        [Read("VisionOnePolicyPart1"), Read("VisionOnePolicyPart2"), Read("VisionOnePolicyPart3")];

    /// <summary>All policies of the vendor, also those of features beyond the core, which are never written here.</summary>
    public const string NamePrefix = "VisionOne";

    private static VisionOnePolicy Read(string name)
    {
        using var stream = typeof(VisionOnePolicies).Assembly.GetManifestResourceStream($"{name}.json")!;
        using var reader = new StreamReader(stream);
        return new VisionOnePolicy(name, PolicyDocument.Parse(reader.ReadToEnd()));
    }
}

/// <summary>One of the vendor's managed policies.</summary>
/// <param name="Name">Its name in every account.</param>
/// <param name="Document">Its document.</param>
internal sealed record VisionOnePolicy(string Name, PolicyDocument Document);
