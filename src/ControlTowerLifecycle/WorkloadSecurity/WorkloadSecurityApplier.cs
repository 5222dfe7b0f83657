using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>One account as Workload Security and its own IAM show it, and the hands that change both.</summary>
internal sealed class WorkloadSecurityApplier(
    AccountId account,
    IMemberAccount member,
    ConnectorRole role,
    string externalId,
    ExternalIdSource externalIds,
    bool workspacesEnabled,
    WorkloadSecurityState observed,
    WorkloadSecurityClient client,
    TimeProvider time) : IObservedProtection
{
    private readonly ConnectorRegistration _registration = new(client, time);

    private RoleHistory _role = new(
        MadeByThisRun: false, CreatedAt: observed.Role?.CreatedAt ?? DateTimeOffset.MinValue, ChangedAt: null);

    /// <summary>Null where nothing is removed of accounts that leave.</summary>
    public IRegistrationRecord? Record { get; init; }

    public IReadOnlyList<Step> Plan(ManagedAccount managed) =>
        WorkloadSecurityPlan.For(new WorkloadSecurityWanted(managed, role, externalId, workspacesEnabled), observed);

    public Task ApplyAsync(Step step, CancellationToken cancellationToken) => step switch
    {
        WorkloadSecurityStep.CreateRole create => CreateRoleAsync(create.Role, cancellationToken),
        WorkloadSecurityStep.TagRole tag => member.TagRoleAsync(tag.RoleName, tag.Tags, cancellationToken),
        WorkloadSecurityStep.UpdateTrust update => UpdateTrustAsync(update, cancellationToken),
        WorkloadSecurityStep.PutRolePolicy put => PutRolePolicyAsync(put, cancellationToken),
        WorkloadSecurityStep.DetachRolePolicy detach =>
            member.DetachRolePolicyAsync(detach.RoleName, detach.PolicyArn, cancellationToken),
        WorkloadSecurityStep.RegisterConnector register => UnlessRefusedAsync(
            RegisterAsync(register.Fields, cancellationToken), cancellationToken),
        WorkloadSecurityStep.ModifyConnector modify => UnlessRefusedAsync(
            _registration.ModifyAsync(modify.Id, modify.Fields, _role, cancellationToken), cancellationToken),
        WorkloadSecurityStep.RemoveTwinConnector twin => client.RemoveAsync(twin.Id, cancellationToken),
        _ => throw new UnreachableException(),
    };

    /// <summary>
    /// The vendor could not come in through a role that trusts the external ID we know: it may have another one since. The
    /// tenant is asked again, once for all who were refused, and the next attempt starts from what it tells.
    /// </summary>
    private async Task UnlessRefusedAsync(Task registering, CancellationToken cancellationToken)
    {
        try
        {
            await registering;
        }
        catch (WorkloadSecurityException refused) when (refused.Status is 400 or 409 or 422)
        {
            await externalIds.AskAgainAsync(externalId, cancellationToken);
            throw;
        }
    }

    /// <summary>Noted before it is done: a run that dies in between has noted what is still true.</summary>
    private async Task RegisterAsync(ConnectorFields fields, CancellationToken cancellationToken)
    {
        if (Record is not null)
            await Record.NoteNoneBeforeAsync(account, cancellationToken);

        await _registration.RegisterAsync(account, fields, _role, cancellationToken);
    }

    private async Task CreateRoleAsync(NewRole wanted, CancellationToken cancellationToken)
    {
        // The clock is read before the call for the maker, whose lead ends early rather than late; and after it for one
        // who came second, however long the call took, and gives way to the maker long rather than short.
        var before = time.GetUtcNow();
        var made = await member.CreateRoleAsync(wanted, cancellationToken);
        var at = made ? before : time.GetUtcNow();
        _role = new RoleHistory(made, at, at);
    }

    private async Task UpdateTrustAsync(WorkloadSecurityStep.UpdateTrust step, CancellationToken cancellationToken)
    {
        await member.UpdateTrustAsync(step.RoleName, step.Trust, cancellationToken);
        _role = _role with { ChangedAt = time.GetUtcNow() };
    }

    private async Task PutRolePolicyAsync(WorkloadSecurityStep.PutRolePolicy step, CancellationToken cancellationToken)
    {
        await member.PutRolePolicyAsync(step.RoleName, step.PolicyName, step.Policy, cancellationToken);
        if (!_role.MadeByThisRun)
            _role = _role with { ChangedAt = time.GetUtcNow() };
    }
}
