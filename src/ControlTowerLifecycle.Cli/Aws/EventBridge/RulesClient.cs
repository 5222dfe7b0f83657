using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.EventBridge;

/// <summary>Rules on the default bus of the caller's account and region.</summary>
internal sealed class RulesClient(AwsConnection connection)
{
    private readonly JsonApi _api = new(connection, AwsService.EventBridge, "AWSEvents", "1.1");

    /// <summary>Whether a rule is enabled.</summary>
    /// <exception cref="AwsException">There is no such rule, or EventBridge refuses or does not respond.</exception>
    public async Task<bool> IsEnabledAsync(string name, CancellationToken cancellationToken)
    {
        var rule = await _api.CallAsync(
            "DescribeRule", name, new RuleRequest(name), RulesJson.Default.RuleRequest, RulesJson.Default.RuleResponse,
            cancellationToken);
        return rule.State?.StartsWith("ENABLED", StringComparison.Ordinal) == true;
    }

    /// <summary>The ARNs of the targets of a rule.</summary>
    /// <exception cref="AwsException">There is no such rule, or EventBridge refuses or does not respond.</exception>
    public async Task<IReadOnlyList<string>> ListTargetsAsync(string name, CancellationToken cancellationToken)
    {
        var response = await _api.CallAsync(
            "ListTargetsByRule",
            name,
            new RuleTargetsRequest(name),
            RulesJson.Default.RuleTargetsRequest,
            RulesJson.Default.RuleTargetsResponse,
            cancellationToken);
        return [.. (response.Targets ?? []).Select(target => target.Arn).OfType<string>()];
    }

    /// <summary>Enables or disables a rule.</summary>
    /// <exception cref="AwsException">There is no such rule, or EventBridge refuses or does not respond.</exception>
    public Task SetEnabledAsync(string name, bool enabled, CancellationToken cancellationToken) => _api.SendAsync(
        enabled ? "EnableRule" : "DisableRule", name, new RuleRequest(name), RulesJson.Default.RuleRequest, cancellationToken);
}
