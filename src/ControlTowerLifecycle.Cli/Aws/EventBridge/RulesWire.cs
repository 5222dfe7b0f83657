using System.Text.Json.Serialization;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.EventBridge;

internal sealed record RuleRequest(string Name);

/// <param name="State">For example <c>ENABLED</c> or <c>DISABLED</c>.</param>
internal sealed record RuleResponse(string? State);

internal sealed record RuleTargetsRequest(string Rule);

internal sealed record RuleTargetsResponse(IReadOnlyList<RuleTarget>? Targets) : IJsonOnDeserialized
{
    public void OnDeserialized() => ListMembers.RequireNonNull(Targets);
}

internal sealed record RuleTarget(string? Arn);

[JsonSerializable(typeof(RuleRequest))]
[JsonSerializable(typeof(RuleResponse))]
[JsonSerializable(typeof(RuleTargetsRequest))]
[JsonSerializable(typeof(RuleTargetsResponse))]
internal sealed partial class RulesJson : JsonSerializerContext;
