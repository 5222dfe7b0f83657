using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.CloudAccounts.Role;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity;

namespace ControlTowerLifecycle.Cli.Runs;

/// <summary>Follows the policy documents of an account through the steps of its plan.</summary>
internal sealed class PolicyChanges
{
    /// <summary>The document of each verb and target, as far as it is known.</summary>
    private readonly Dictionary<string, PolicyDocument?> _current = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<ProtectionState> _states;

    public PolicyChanges(IReadOnlyList<ProtectionState> states) => _states = states;

    /// <summary>The changed lines of the policy that a step writes; null if it writes none, or the policy is new.</summary>
    public IReadOnlyList<string>? Of(Step step)
    {
        if (Written(step) is not { } written)
            return null;

        var key = $"{step.Protection} {step.Verb} {step.Target}";
        var before = _current.TryGetValue(key, out var current) ? current : Present(step);
        _current[key] = written;
        return before is null ? null : PolicyLines.Compare(before, written);
    }

    private static PolicyDocument? Written(Step step) => step switch
    {
        WorkloadSecurityStep.UpdateTrust update => update.Trust,
        WorkloadSecurityStep.PutRolePolicy put => put.Policy,
        CloudAccountsStep.UpdateTrust update => update.Trust,
        CloudAccountsStep.PutRolePolicy put => put.Policy,
        CloudAccountsStep.AddPolicyVersion add => add.Document,
        _ => null,
    };

    private PolicyDocument? Present(Step step) => step switch
    {
        WorkloadSecurityStep.UpdateTrust => State<WorkloadSecurityState>()?.Role?.Trust,
        WorkloadSecurityStep.PutRolePolicy => State<WorkloadSecurityState>()?.Role?.InlinePolicy,
        CloudAccountsStep.UpdateTrust => State<CloudAccountsState>()?.Role?.Trust,
        CloudAccountsStep.PutRolePolicy => State<CloudAccountsState>()?.Role?.InlinePolicy,
        CloudAccountsStep.AddPolicyVersion add => PresentPolicy(add.PolicyArn),
        _ => null,
    };

    private PolicyDocument? PresentPolicy(string arn) =>
        VisionOnePolicies.All
            .Zip(State<CloudAccountsState>()?.Policies ?? [])
            .FirstOrDefault(pair => arn.EndsWith($"/{pair.First.Name}", StringComparison.Ordinal))
            .Second?.Document;

    private T? State<T>()
        where T : ProtectionState => _states.OfType<T>().FirstOrDefault();
}
