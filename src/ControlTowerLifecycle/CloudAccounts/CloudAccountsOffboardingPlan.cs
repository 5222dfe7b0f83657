using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Onboarding;
using static ControlTowerLifecycle.CloudAccounts.CloudAccountsStep;

namespace ControlTowerLifecycle.CloudAccounts;

/// <summary>
/// The steps that remove the connection of an account that left, as a pure function. Only a connection that the record
/// proves ours is removed. Nothing is removed in AWS: the role and the provider serve any connection of the account.
/// </summary>
internal static class CloudAccountsOffboardingPlan
{
    /// <param name="account">The account.</param>
    /// <param name="ourRoleArn">The role that our connection uses.</param>
    /// <param name="state">The vendor's side, and the record.</param>
    public static Plan For(AccountId account, string ourRoleArn, CloudAccountsState state)
    {
        var whyKept = state.Connection is { } connection ? WhyKept(account, connection, ourRoleArn, state.IsRecorded) : null;
        return new Plan(
        [
            .. state.Connection is not null && whyKept is null ? (Step[])[new RemoveConnection(account)] : [],
            .. state.IsRecorded ? (Step[])[new ForgetConnection(account)] : [],
        ])
        {
            Kept = whyKept is null ? [] : [whyKept],
        };
    }

    private static string? WhyKept(AccountId account, Connection connection, string ourRoleArn, bool isRecorded) =>
        ConnectionOwner.FindOther(connection, ourRoleArn) is { } other
            ? $"the connection of {account} to Cloud Accounts stays: it was connected {other}"
            : isRecorded ? null
            : $"the connection of {account} to Cloud Accounts stays: it is not proven to be ours";
}
