using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.Vendor;

namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>The protections of a deployment, by the words of the setting <c>PROTECTIONS</c>.</summary>
internal sealed record ChosenProtections(bool WorkloadSecurity, bool CloudAccounts)
{
    private const string WorkloadSecurityWord = "workload-security";
    private const string CloudAccountsWord = "cloud-accounts";

    public static ChosenProtections WorkloadSecurityAlone { get; } = new(true, false);

    public static ChosenProtections CloudAccountsAlone { get; } = new(false, true);

    public static ChosenProtections Both { get; } = new(true, true);

    /// <summary>The services of the chosen vendors, and the call that registers an account there.</summary>
    public IReadOnlyList<(string Service, string Registration)> Vendors =>
    [
        .. WorkloadSecurity ? [(SandboxVendor.Name, "POST /awsconnectors")] : ((string, string)[])[],
        .. CloudAccounts ? [(CloudAccountsTenant.Name, "POST /awsAccounts")] : ((string, string)[])[],
    ];

    /// <param name="text">One or both words, separated by a comma.</param>
    /// <returns>Null if a word is unknown or there is none.</returns>
    public static ChosenProtections? TryParse(string text)
    {
        var words = text.Split(',', StringSplitOptions.TrimEntries);
        return Array.TrueForAll(words, word => word is WorkloadSecurityWord or CloudAccountsWord)
            ? new ChosenProtections(words.Contains(WorkloadSecurityWord), words.Contains(CloudAccountsWord))
            : null;
    }

    /// <summary>The value of the setting.</summary>
    public override string ToString() => this switch
    {
        { WorkloadSecurity: true, CloudAccounts: true } => $"{WorkloadSecurityWord},{CloudAccountsWord}",
        { CloudAccounts: true } => CloudAccountsWord,
        _ => WorkloadSecurityWord,
    };
}
