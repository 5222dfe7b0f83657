using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Aws.Organizations;

/// <summary>Converts accounts of the Organizations API.</summary>
internal static class OrganizationAccounts
{
    public static ManagedAccount ToManagedAccount(this OrganizationAccount account) =>
        new(AccountId.Parse(account.Id), account.Name, ParseState(account.State))
        {
            OrganizationalUnits = account.Paths is [var path, ..] ? ParseUnits(path) : null,
        };

    /// <summary>A path is <c>o-…/r-…/ou-…/ou-…/111122223333/</c>.</summary>
    private static string[] ParseUnits(string path) =>
        [.. path.Split('/').Where(part => part.StartsWith("ou-", StringComparison.Ordinal))];

    private static AccountState ParseState(string state) => state switch
    {
        "ACTIVE" => AccountState.Active,
        "PENDING_ACTIVATION" => AccountState.PendingActivation,
        "SUSPENDED" => AccountState.Suspended,
        "PENDING_CLOSURE" => AccountState.PendingClosure,
        "CLOSED" => AccountState.Closed,
        _ => AccountState.Unknown,
    };
}
