using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Aws;

/// <summary>
/// A policy that denies an action explicitly. AWS appends it to the message of the refusal: <c>… with an explicit deny in a
/// service control policy</c>, sometimes with the policy's ARN (IAM user guide, "Troubleshoot access denied error
/// messages").
/// </summary>
/// <param name="Policy">The type of the policy in AWS's words, for example <c>service control policy</c>.</param>
internal sealed partial record ExplicitDeny(string Policy)
{
    private const string UnknownPolicy = "policy";

    /// <returns>The deny that a message of AWS reports; null if it reports none.</returns>
    public static ExplicitDeny? Find(string? message) =>
        message is not null && Pattern().Match(message) is { Success: true } match
            ? new ExplicitDeny(match.Groups["policy"] is { Success: true } policy ? policy.Value : UnknownPolicy)
            : null;

    /// <summary>What the operator should do about it.</summary>
    /// <param name="actions">The denied IAM actions.</param>
    public string Advice(string actions) => Policy switch
    {
        "service control policy" =>
            $"A service control policy (SCP) denies {actions}: exempt the execution role in it. If the organizational unit is "
            + "quarantined on purpose, add it to EXCLUDE_ORGANIZATIONAL_UNITS.",
        "resource control policy" =>
            $"A resource control policy (RCP) denies {actions}: exempt the management account in it with the condition key "
            + "aws:PrincipalAccount. If the organizational unit is quarantined on purpose, add it to EXCLUDE_ORGANIZATIONAL_UNITS.",
        _ => $"The {Policy} denies {actions} explicitly: remove the deny, or exempt the caller in it.",
    };

    [GeneratedRegex(
        @"\bexplicit deny(\s+in\s+(an?|the)\s+(?<policy>[a-zA-Z-]+( [a-zA-Z-]+){0,3}? (policy|boundary)))?",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Pattern();
}
