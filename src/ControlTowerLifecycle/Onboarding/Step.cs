namespace ControlTowerLifecycle.Onboarding;

/// <summary>One change to one thing, as a plain value. Each protection has a closed set of steps.</summary>
/// <param name="Protection">The name of the protection that applies the step.</param>
/// <param name="Verb">A stable word for logs, plans and metrics, for example <c>create-role</c>.</param>
/// <param name="Target">What is changed: a role's name, a policy's ARN, a connector's id.</param>
internal abstract record Step(string Protection, string Verb, string Target)
{
    /// <summary>What the step replaces, for the log; null if nothing of interest.</summary>
    public string? Replaced { get; init; }

    /// <summary>
    /// Consecutive steps of a protection with the same group do not need each other and are applied at the same time; null
    /// if the step is applied alone.
    /// </summary>
    public virtual string? Group => null;

    /// <summary>Whether the account is watched after the step and was not before.</summary>
    public virtual bool BringsProtection => false;

    /// <summary>The step on one line: the verb and its target.</summary>
    public sealed override string ToString() => $"{Verb} {Target}";
}
