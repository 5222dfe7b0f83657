using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>
/// What exists for an account before it is onboarded. Together, these states need every kind of write.
/// </summary>
internal enum InitialState
{
    /// <summary>No role and no connector.</summary>
    Nothing,

    /// <summary>The predecessor's role with its managed policy, and a connector that uses it.</summary>
    PredecessorRole,

    /// <summary>
    /// As <see cref="PredecessorRole"/>, but the role trusts an external ID that the tenant had before.
    /// </summary>
    OldExternalId,

    /// <summary>A connector that another party created on its own role.</summary>
    ConnectorOnAnotherRole,
}

internal static class InitialStates
{
    public static NamedAccount Vend(this TestStack stack, InitialState state)
    {
        var account = stack.Vend($"{state}");
        switch (state)
        {
            case InitialState.PredecessorRole:
                AddPredecessorRole(stack, account, role => role);
                break;
            case InitialState.OldExternalId:
                AddPredecessorRole(stack, account, role => role with
                {
                    Trust = role.Trust.Replace(
                        stack.Server.Vendor.ExternalId, "previous-external-id", StringComparison.Ordinal),
                });
                break;
            case InitialState.ConnectorOnAnotherRole:
                stack.Server.Vendor.Seed(
                    account.Id, $"ControlTower - {state} - {account.Id}", AwsNames.Role(account.Id, "EarlierConnectorRole"));
                break;
            default:
                break;
        }

        return account;
    }

    private static void AddPredecessorRole(
        TestStack stack, NamedAccount account, Func<SandboxRole, SandboxRole> change)
    {
        var pattern = stack.Organization.Account(DefaultOrganization.PredecessorId)
            .Role(DefaultOrganization.PredecessorRole)!;
        var policy = AwsNames.Policy(account.Id, DefaultOrganization.PredecessorPolicy);
        var role = pattern with { Arn = AwsNames.Role(account.Id, pattern.Name), AttachedPolicyArns = [policy] };
        stack.Organization.Change(
            account.Id, existing => existing.With(change(role)) with { ManagedPolicyArns = [policy] });
        stack.Server.Vendor.Seed(account.Id, $"ControlTower - {account.Name} - {account.Id}", role.Arn);
    }
}
