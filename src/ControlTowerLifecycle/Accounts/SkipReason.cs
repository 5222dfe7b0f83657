using System.Collections.Frozen;

namespace ControlTowerLifecycle.Accounts;

/// <summary>Why an account is left alone. It is a decision, never a failure.</summary>
/// <param name="Code">A short, stable word for metrics and filters.</param>
/// <param name="Sentence">The same for a person.</param>
internal sealed record SkipReason(string Code, string Sentence)
{
    /// <summary>The account's own id is excluded by the settings.</summary>
    public static SkipReason ExcludedAccount { get; } =
        new("excluded-account", "excluded by EXCLUDE_ACCOUNTS");

    /// <summary>
    /// The function may not enter an account that the organization lists: Control Tower does not govern it.
    /// </summary>
    public static SkipReason NoExecutionRole { get; } =
        new("no-execution-role", "the execution role cannot be assumed: as a rule, the account is not governed by Control Tower");

    /// <summary>Control Tower names the accounts it governs, and this one is not among them.</summary>
    public static SkipReason NotGoverned { get; } =
        new("not-governed", "not governed by Control Tower");

    /// <summary>The account is not, or no longer, in this organization.</summary>
    public static SkipReason NotInOrganization { get; } =
        new("not-in-organization", "not in this organization");

    /// <summary>The account where the functions run is never disconnected.</summary>
    public static SkipReason ManagementAccount { get; } =
        new("management-account", "the management account keeps its protection");

    /// <summary>An account that is said to have left is governed: it came back, or the event is older.</summary>
    public static SkipReason StillGoverned { get; } =
        new("still-governed", "governed by Control Tower, so its protection stays");

    /// <summary>An account that is said to have left may have come back, and Control Tower does not tell.</summary>
    public static SkipReason GovernanceUnknown(string why) =>
        new("governance-unknown", $"not known whether it is still governed, so its protection stays: {why}");

    /// <summary>The account lies in an excluded unit.</summary>
    public static SkipReason ExcludedOrganizationalUnit(string unit) =>
        new("excluded-ou", $"lies in {unit}, excluded by EXCLUDE_ORGANIZATIONAL_UNITS");

    /// <summary>Units are chosen and the account lies in none of them.</summary>
    public static SkipReason NotIncluded { get; } =
        new("not-included", "lies in no unit of INCLUDE_ORGANIZATIONAL_UNITS");

    /// <summary>The reason for a state other than <see cref="AccountState.Active"/>.</summary>
    public static SkipReason? ForState(AccountState state) => state switch
    {
        AccountState.Active => null,
        AccountState.PendingActivation => new("pending-activation", "AWS has not activated the account yet"),
        AccountState.Suspended => new("suspended", "AWS has suspended the account"),
        AccountState.PendingClosure => new("pending-closure", "the account is being closed"),
        AccountState.Closed => new("closed", "the account is closed"),
        _ => new("unknown-state", "Organizations reports a state that this version does not know"),
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
