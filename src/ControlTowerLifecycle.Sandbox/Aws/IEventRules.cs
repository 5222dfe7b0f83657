namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>The rules of a bus, as an operator sees and switches them.</summary>
internal interface IEventRules
{
    /// <returns>The rule, or null if there is none of that name.</returns>
    EventRuleState? FindRule(string name);

    /// <summary>Enables or disables a rule that exists.</summary>
    void SetEnabled(string name, bool enabled);
}

/// <param name="Name">The rule's name.</param>
/// <param name="IsEnabled">Whether it matches events.</param>
/// <param name="TargetArns">Its targets.</param>
internal sealed record EventRuleState(string Name, bool IsEnabled, IReadOnlyList<string> TargetArns);
