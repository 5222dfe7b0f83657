using System.Runtime.InteropServices;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Role;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.CloudAccounts.Connections;

/// <summary>
/// What a walk needs to know about all connections of a tenant. A tenant can have 10,000, so only a few flags of each are
/// kept.
/// </summary>
internal sealed class ListedConnections(VisionOneRole role, ConnectionOptions options, bool takesOver) : IRegistrations
{
    /// <summary>10,000 connections are 20 calls.</summary>
    private const int PageSize = 500;

    private readonly Dictionary<AccountId, Listed> _accounts = [];

    public int Unclaimed => _accounts.Values.Count(listed => listed is { IsUnderOurName: true, IsClaimed: false });

    public static async Task<ListedConnections> ReadAsync(
        CloudAccountsClient client, VisionOneRole role, ConnectionOptions options, bool takesOver, IConnectionLog log,
        CancellationToken cancellationToken)
    {
        var connections = new ListedConnections(role, options, takesOver);
        var states = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var page in client.ListAsync(PageSize, only: null, cancellationToken))
        {
            foreach (var connection in page)
            {
                if (!connections.Add(connection))
                    continue;

                states[connection.State] = states.GetValueOrDefault(connection.State) + 1;
                if (connection.State != Connection.Managed)
                    log.NotManaged(connection);

                if (connections.FindDifference(connection) is { } difference)
                    log.Differs(connection, difference);
            }
        }

        log.Listed(states);
        return connections;
    }

    public Registration Find(ManagedAccount account)
    {
        if (!_accounts.TryGetValue(account.Id, out var listed))
            return new Registration.Missing(CloudAccountsProtection.ProtectionName);

        return listed switch
        {
            { IsOurs: false } when !takesOver => new Registration.ConnectedOtherwise
            {
                Known = KnownConnection.Write(isOurs: false, listed.HasWorkload, role.ArnIn(account.Id)),
            },
            { IsOnOurRole: true, HasFailed: false } => new Registration.Right(
                KnownConnection.Write(isOurs: true, listed.HasWorkload, role.ArnIn(account.Id))),
            _ => new Registration.Drifted(),
        };
    }

    public bool IsUnderOurName(AccountId account) =>
        _accounts.TryGetValue(account, out var listed) && listed.IsUnderOurName;

    public void Claim(AccountId account)
    {
        if (_accounts.TryGetValue(account, out var listed))
            _accounts[account] = listed with { IsClaimed = true };
    }

    /// <summary>
    /// What was changed at the vendor since the account was connected, or in the settings. It is reported only: the
    /// instance of a connection cannot be changed, and features may be the choice of the account's owner.
    /// </summary>
    private string? FindDifference(Connection connection)
    {
        if (options.InstanceId is { } instance
            && !connection.WorkloadInstances.Contains(instance, StringComparer.OrdinalIgnoreCase))
            return $"instance {instance} does not receive the account";

        var missing = options.Features.Select(feature => feature.Id)
            .Except(connection.Features, StringComparer.Ordinal)
            .ToList();
        return missing is [] ? null : $"features are off: {string.Join(", ", missing)}";
    }

    /// <returns>Whether the connection is ours.</returns>
    private bool Add(Connection connection)
    {
        if (!AccountId.TryParse(connection.AccountId, out var account))
            return false;

        var roleArn = role.ArnIn(account);
        var isOurs = ConnectionOwner.FindOther(connection, roleArn) is null;
        _accounts[account] = new Listed(
            isOurs,
            IsOnOurRole: connection.RoleArn == roleArn,
            HasFailed: connection.State == Connection.Failed,
            HasWorkload: connection.WorkloadInstances.Count > 0,
            IsUnderOurName: isOurs && connection.IsDescribedAsOurs,
            IsClaimed: false);
        return isOurs && connection.RoleArn is not null;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Listed(
        bool IsOurs, bool IsOnOurRole, bool HasFailed, bool HasWorkload, bool IsUnderOurName, bool IsClaimed);
}
