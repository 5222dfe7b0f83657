using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Aws.Sts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Cli.Doctor;

/// <summary>Enters accounts with their execution role, to read and to simulate only.</summary>
internal sealed class ExecutionSessions(AwsConnection connection, string roleName)
{
    private const int Parallel = 5;

    private readonly StsClient _sts = new(connection);

    public string RoleIn(AccountId account) => $"arn:{connection.Partition}:iam::{account}:role/{roleName}";

    public async Task<IReadOnlyList<EnteredAccount>> EnterAsync(
        IEnumerable<AccountId> accounts, CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(Parallel);
        return await Task.WhenAll(accounts.Select(async account =>
        {
            await slots.WaitAsync(cancellationToken);
            try
            {
                return await EnterAsync(account, cancellationToken);
            }
            finally
            {
                slots.Release();
            }
        }));
    }

    private async Task<EnteredAccount> EnterAsync(AccountId account, CancellationToken cancellationToken)
    {
        var role = RoleIn(account);
        var policy = MemberAccounts.SessionPolicy([new SessionPermission(["iam:SimulatePrincipalPolicy"], role)]);
        try
        {
            var session = await _sts.AssumeRoleAsync(
                role, "ControlTowerLifecycleDoctor", policy, TimeSpan.FromMinutes(15), cancellationToken);
            return new EnteredAccount(account, role, session, null);
        }
        catch (AwsException refused)
        {
            return new EnteredAccount(account, role, null, refused);
        }
    }
}

/// <summary>An account of the sample.</summary>
/// <param name="Id">The account.</param>
/// <param name="RoleArn">Its execution role.</param>
/// <param name="Session">The session; null if the role could not be assumed.</param>
/// <param name="Refusal">Why not.</param>
internal sealed record EnteredAccount(AccountId Id, string RoleArn, AwsConnection? Session, AwsException? Refusal);
