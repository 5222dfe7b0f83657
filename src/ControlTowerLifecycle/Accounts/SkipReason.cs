using System.Collections.Frozen;

namespace ControlTowerLifecycle.Accounts;

/// <summary>The reason why an account is skipped. A skip is a decision, never a failure.</summary>
/// <param name="Code">A short, stable word for metrics and filters.</param>
/// <param name="Sentence">The reason as text.</param>
internal sealed record SkipReason(string Code, string Sentence)
{
    /// <summary>The settings exclude the account's ID.</summary>
    public static SkipReason ExcludedAccount { get; } =
        new("excluded-account", "excluded by EXCLUDE_ACCOUNTS");

    /// <summary>
    /// The account is in the organization, but the function cannot assume its execution role: Control Tower does not
    /// govern it.
    /// </summary>
    public static SkipReason NoExecutionRole { get; } = new(
        "no-execution-role",
        "the execution role cannot be assumed; usually the account is not governed by Control Tower");

    /// <summary>Control Tower returned the accounts that it governs, and this account is not one of them.</summary>
    public static SkipReason NotGoverned { get; } =
        new("not-governed", "not governed by Control Tower");

    /// <summary>The account is not in this organization, or has left it.</summary>
    public static SkipReason NotInOrganization { get; } =
        new("not-in-organization", "not in this organization");

    /// <summary>The management account is never disconnected.</summary>
    public static SkipReason ManagementAccount { get; } =
        new("management-account", "the management account keeps its protection");

    /// <summary>An event says that the account left, but it is governed: it came back, or the event is old.</summary>
    public static SkipReason StillGoverned { get; } =
        new("still-governed", "governed by Control Tower; protection is kept");

    /// <summary>An event says that the account left. It may have come back, and governance is unknown.</summary>
    public static SkipReason GovernanceUnknown(string why) =>
        new("governance-unknown", $"unknown whether the account is still governed; protection is kept: {why}");

    /// <summary>An excluded unit contains the account.</summary>
    public static SkipReason ExcludedOrganizationalUnit(string unit) =>
        new("excluded-ou", $"in {unit}, which EXCLUDE_ORGANIZATIONAL_UNITS excludes");

    /// <summary>The settings include some units, and none of them contains the account.</summary>
    public static SkipReason NotIncluded { get; } =
        new("not-included", "in no unit of INCLUDE_ORGANIZATIONAL_UNITS");

    /// <summary>The reason for a state other than <see cref="AccountState.Active"/>.</summary>
    public static SkipReason? ForState(AccountState state) => state switch
    {
        AccountState.Active => null,
        AccountState.PendingActivation => new("pending-activation", "AWS has not activated the account yet"),
        AccountState.Suspended => new("suspended", "AWS has suspended the account"),
        AccountState.PendingClosure => new("pending-closure", "the account is being closed"),
        AccountState.Closed => new("closed", "the account is closed"),
        _ => new("unknown-state", "AWS Organizations reports a state that this version does not know"),
    };

    /// <summary>Every <see cref="Code"/> that there is.</summary>
    public static FrozenSet<string> Codes { get; } = FrozenSet.ToFrozenSet(
        [
            ExcludedAccount.Code, NoExecutionRole.Code, NotGoverned.Code, NotInOrganization.Code,
            ManagementAccount.Code, StillGoverned.Code, GovernanceUnknown("").Code, ExcludedOrganizationalUnit("").Code, NotIncluded.Code,
            .. Enum.GetValues<AccountState>().Select(ForState).OfType<SkipReason>().Select(reason => reason.Code),
        ],
        StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Sentence;
}
