namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>The rules of the stack are enabled, and each has its target.</summary>
internal sealed class RulesCheck(StackRules rules) : ICheck
{
    public string Id => "rules";

    public string Name => "EventBridge rules";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var found = await rules.GetAsync(cancellationToken);
        var missing = found.Where(rule => !rule.Exists).Select(rule => rule.LogicalId).ToList();
        if (missing is not [])
        {
            return CheckResult.Failed(
                $"{string.Join(", ", missing)} does not exist", "Update the stack: CloudFormation creates the rule again.");
        }

        var detached = found.Where(rule => !rule.HasTarget).ToList();
        if (detached is not [])
        {
            return CheckResult.Failed(
                $"{string.Join(", ", detached.Select(rule => rule.Name))} does not send to {detached[0].Target}",
                "Add the target to the rule again, or delete the rule and update the stack.");
        }

        var disabled = found.Where(rule => !rule.IsEnabled).ToList();
        return disabled is []
            ? CheckResult.Ok($"{found.Count} enabled, each with its target")
            : CheckResult.Failed(
                $"disabled: {string.Join(", ", disabled.Select(rule => rule.Name))}",
                disabled.TrueForAll(rule => rule.LogicalId == StackRules.Schedule)
                    ? "Enable the schedule of the reconcile with: ctlifecycle resume"
                    : $"Enable it with: aws events enable-rule --name {disabled.Find(rule => rule.LogicalId != StackRules.Schedule)!.Name}");
    }
}
