using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>
/// What an account has before it is onboarded. Between them, bringing them in takes every kind of write.
/// </summary>
internal enum InitialState
{
    /// <summary>Neither a role nor a connector.</summary>
    Nothing,

    /// <summary>The predecessor's role with its managed policy, and a connector on it.</summary>
    Predecessors,

    /// <summary>The same, where the role trusts an external ID that the tenant no longer has.</summary>
    OldExternalId,

    /// <summary>A connector that somebody made on a role of their own.</summary>
    ConnectorOnAnotherRole,
}

internal static class InitialStates
{
    public static NamedAccount Vend(this TestStack stack, InitialState beginning)
    {
        var account = stack.Vend($"{beginning}");
        switch (beginning)
        {
            case InitialState.Predecessors:
                LeaveBehind(stack, account, role => role);
                break;
            case InitialState.OldExternalId:
                LeaveBehind(stack, account, role => role with
                {
                    Trust = role.Trust.Replace(
                        stack.Server.Vendor.ExternalId, "the-one-of-last-year", StringComparison.Ordinal),
                });
                break;
            case InitialState.ConnectorOnAnotherRole:
                stack.Server.Vendor.Seed(account.Id, "made by hand", AwsNames.Role(account.Id, "MadeByHand"));
                break;
            default:
                break;
        }

        return account;
    }

    private static void LeaveBehind(TestStack stack, NamedAccount account, Func<SandboxRole, SandboxRole> changed)
    {
        var pattern = stack.Organization.Account(DefaultOrganization.PredecessorId)
            .Role(DefaultOrganization.PredecessorRole)!;
        var policy = AwsNames.Policy(account.Id, DefaultOrganization.PredecessorPolicy);
        var role = pattern with { Arn = AwsNames.Role(account.Id, pattern.Name), AttachedPolicyArns = [policy] };
        stack.Organization.Change(account.Id, one => one.With(changed(role)) with { ManagedPolicyArns = [policy] });
        stack.Server.Vendor.Seed(account.Id, $"ControlTower - {account.Name} - {account.Id}", role.Arn);
    }
}
