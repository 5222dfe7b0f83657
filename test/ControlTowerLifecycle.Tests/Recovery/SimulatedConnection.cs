using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Role;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>What one account has for Cloud Accounts: its IAM and its connection, with the initial state of its
/// setup.</summary>
internal sealed class SimulatedConnection
{
    private const string ForeignAudience = "another-audience";

    private static readonly string ForeignThumbprint = new('a', 40);

    private static readonly PolicyDocument Nothing =
        PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":[]}""");

    private readonly AccountId _id;
    private readonly ConnectionSetup _setup;
    private readonly FakeCloudAccounts _vendor;

    public SimulatedConnection(AccountId id, ConnectionSetup setup, TimeProvider time, FakeCloudAccounts vendor)
    {
        (_id, _setup, _vendor) = (id, setup, vendor);
        Iam = new FakeAccount(time, id);
        if (setup is not (ConnectionSetup.None or ConnectionSetup.Import or ConnectionSetup.OfOrganization))
            CreateIam();
        Connect();
        Before = Describe();
    }

    /// <summary>The IAM of the account with VisionOneRole as its only role.</summary>
    public FakeAccount Iam { get; }

    /// <summary>The initial state.</summary>
    public string Before { get; }

    public bool IsConnectedOtherwise => _setup == ConnectionSetup.OfOrganization;

    /// <summary>The right state, with what others added to the provider.</summary>
    public string Right()
    {
        var right = new SimulatedConnection(_id, ConnectionSetup.Ours, TimeProvider.System, new FakeCloudAccounts());
        if (_setup == ConnectionSetup.OtherProvider)
            right.Iam.Providers[CloudSample.Role.ProviderArnIn(_id)] = Provider([ForeignAudience, Audience], foreign: true);
        return right.Describe();
    }

    public string Describe() => string.Join(
        ", ",
        [
            .. Iam.Providers.Select(provider =>
                $"{provider.Key} for {Sorted(provider.Value.Audiences)} with {Sorted(provider.Value.Thumbprints)}"),
            .. Iam.Policies.OrderBy(policy => policy.Key, StringComparer.Ordinal)
                .Select(policy => $"{policy.Key} {Describe(policy.Key, policy.Value)}"),
            Describe(Iam.Role),
            _vendor.Accounts.TryGetValue(_id.Value, out var account)
                ? $"connected with '{account["roleArn"]}'{account["organizationID"]}"
                : "not connected",
        ]);

    private string Audience => CloudSample.Role.AudienceIn(_id);

    private static IdentityProviderState Provider(string[] audiences, bool foreign) => new(
        audiences, [.. VisionOneThumbprints.All, .. foreign ? [ForeignThumbprint] : (string[])[]]);

    private void CreateIam()
    {
        var role = CloudSample.Role;
        Iam.Providers[role.ProviderArnIn(_id)] = _setup == ConnectionSetup.OtherProvider
            ? new IdentityProviderState([ForeignAudience], [ForeignThumbprint])
            : Provider([Audience], foreign: false);
        foreach (var policy in _setup == ConnectionSetup.WithoutPolicies ? [] : VisionOnePolicies.All)
            Iam.Policies[role.PolicyArnIn(_id, policy.Name)] = new ManagedPolicyState(policy.Document, []);
        var created = role.New(_id);
        Iam.Role = new RoleState(
            role.ArnIn(_id), created.Trust, null, [.. Iam.Policies.Keys], created.Tags, Sample.Start.AddDays(-1));
        if (_setup == ConnectionSetup.OtherTrust)
            Iam.Role = Iam.Role with { Trust = Nothing, Tags = new Dictionary<string, string>(StringComparer.Ordinal) };
        if (_setup == ConnectionSetup.OtherPolicy)
            Iam.Policies[role.PolicyArnIn(_id, VisionOnePolicies.All[1].Name)] = new(Nothing, ["v1", "v2", "v3", "v4"]);
    }

    private void Connect()
    {
        var arn = CloudSample.Role.ArnIn(_id);
        switch (_setup)
        {
            case ConnectionSetup.None or ConnectionSetup.NotConnected or ConnectionSetup.WithoutPolicies:
                break;
            case ConnectionSetup.Import:
                _vendor.Add(_id.Value, roleArn: null, account => account["sources"] = new JsonArray("workload-security"));
                break;
            case ConnectionSetup.OfOrganization:
                _vendor.Add(_id.Value, $"{arn}OfOrganization", account => account["organizationID"] = "o-another");
                break;
            default:
                _vendor.Add(_id.Value, arn);
                break;
        }
    }

    private static string Describe(string arn, ManagedPolicyState policy) =>
        VisionOnePolicies.All.FirstOrDefault(ours => arn.EndsWith($"/{ours.Name}", StringComparison.Ordinal)) is { } known
            && known.Document.Equals(policy.Document)
            ? "right"
            : $"{policy.Document?.Json} with {policy.OtherVersions.Count} other versions";

    private string Describe(RoleState? role) => role is null
        ? "no role"
        : $"role {role.Arn}, trust {(CloudSample.Role.Trust(_id).Equals(role.Trust) ? "right" : role.Trust?.Json)}"
            + $", attached {Sorted(role.AttachedPolicyArns)}"
            + $", vendor's tags {(CloudSample.Role.MissingTags(role).Count == 0 ? "right" : "missing")}";

    private static string Sorted(IEnumerable<string> texts) =>
        $"[{string.Join(' ', texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}]";
}
