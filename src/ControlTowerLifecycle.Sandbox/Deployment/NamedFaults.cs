using System.Collections.Immutable;
using System.Net;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>
/// The faults that an operator can rehearse, switched on and off by name. Switching a fault off restores what it changed.
/// </summary>
internal sealed class NamedFaults(LifecycleDeployment deployment)
{
    private const string Wrong = "WRONG-KEY-OF-THE-SANDBOX";

    /// <summary>A role of the function cannot be assumed in the time of a rehearsal.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    private static readonly SandboxPolicy DenyCreateRole = SandboxPolicy.Parse(
        """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateRole","Resource":"*"}}""",
        PolicyKind.Identity);

    private readonly Lock _gate = new();
    private ImmutableDictionary<string, Action> _active = ImmutableDictionary<string, Action>.Empty;

    /// <summary>The names with what each one does.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["scp-denies-create-role"] = "A service control policy denies iam:CreateRole in every member account.",
        ["vendor-down"] = "Every call to the vendor returns 503.",
        ["wrong-key"] = "The secret has a key that the vendor does not accept.",
        ["execution-role-missing"] = "No governed account has its execution role.",
        ["role-not-assumable"] = "The vendor cannot assume roles that are created from now on.",
    };

    public IEnumerable<string> Active => _active.Keys.Order(StringComparer.Ordinal);

    /// <returns>False if there is no fault of that name.</returns>
    public bool TrySwitch(string name, bool on)
    {
        if (!All.ContainsKey(name))
            return false;

        lock (_gate)
        {
            if (on && !_active.ContainsKey(name))
                _active = _active.Add(name, Start(name));
            else if (!on && _active.TryGetValue(name, out var restore))
            {
                restore();
                _active = _active.Remove(name);
            }
        }

        return true;
    }

    /// <returns>What ends the fault.</returns>
    private Action Start(string name) => name switch
    {
        "scp-denies-create-role" => DenyByServiceControlPolicy(),
        "vendor-down" => StopVendors(),
        "wrong-key" => ReplaceKeys(),
        "execution-role-missing" => RemoveExecutionRoles(),
        _ => DelayRoles(),
    };

    private Action DenyByServiceControlPolicy()
    {
        deployment.Server.ServiceControlPolicy = DenyCreateRole;
        return () => deployment.Server.ServiceControlPolicy = null;
    }

    private Action StopVendors()
    {
        InjectedFault[] faults =
        [
            .. deployment.Protections.Vendors.Select(vendor => deployment.Server.Faults.Inject(
                new Fault(FaultNames.Error)
                {
                    Service = vendor.Service,
                    Count = Fault.Always,
                    Status = HttpStatusCode.ServiceUnavailable,
                })),
        ];
        return () => Array.ForEach(faults, fault => fault.Dispose());
    }

    private Action ReplaceKeys()
    {
        var secrets = deployment.Server.Secrets;
        string[] names = [SandboxServer.ApiKeySecretName, SandboxServer.VisionOneSecretName];
        var before = names.ToDictionary(name => name, secrets.Value, StringComparer.Ordinal);
        foreach (var name in names)
            Put(name, $$"""{"ApiKey": "{{Wrong}}"}""");
        return () =>
        {
            // A key that the operator put in the meantime stays.
            foreach (var name in names.Where(name => secrets.Value(name).Contains(Wrong, StringComparison.Ordinal)))
                Put(name, before[name]);
        };

        void Put(string name, string value) => secrets.Put(name, value, null, [SandboxSecret.Current]);
    }

    private Action RemoveExecutionRoles()
    {
        var organization = deployment.Organization;
        var removed = new Dictionary<string, SandboxRole>(StringComparer.Ordinal);
        foreach (var account in organization.Members)
        {
            if (account.Role(ControlTowerAccount.ExecutionRole) is not { } role)
                continue;
            removed[account.Id] = role;
            organization.Change(account.Id, member => member.WithoutRole(ControlTowerAccount.ExecutionRole));
        }

        return () =>
        {
            foreach (var (id, role) in removed)
                organization.Change(id, member => member.With(role));
        };
    }

    private Action DelayRoles()
    {
        var organization = deployment.Organization;
        var before = organization.RolePropagationDelay;
        organization.RolePropagationDelay = Never;
        return () =>
        {
            organization.RolePropagationDelay = before;
            var now = organization.Time.GetUtcNow();
            foreach (var account in organization.Members)
            {
                organization.Change(account.Id, member => member with
                {
                    Roles = [.. member.Roles.Select(role => role.AssumableFrom > now + before ? role with { AssumableFrom = now } : role)],
                });
            }
        };
    }
}
