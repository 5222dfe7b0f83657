namespace ControlTowerLifecycle.Onboarding;

/// <summary>One change to one thing. Each protection has a closed set of its own.</summary>
/// <param name="Verb">A stable word, as it stands in logs, plans and metrics, for example <c>create-role</c>.</param>
/// <param name="Target">What is changed: a role's name, a policy's ARN, a connector's id.</param>
internal abstract record Step(string Verb, string Target)
{
    /// <summary>The step on one line: the verb and its object.</summary>
    public sealed override string ToString() => $"{Verb} {Target}";
}
