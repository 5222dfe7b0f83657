using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.EndToEnd.Tests.Moto;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// The approved template deployed into moto: its queues, topic, table and secret, and the roles of both functions with
/// only the policies of the template. The functions are real processes with the environment variables of the template
/// and with session credentials of their role. Moto is reset first; its checks are on after the deployment.
/// </summary>
internal sealed class MotoStack : IAsyncDisposable
{
    private const string VisionOneKey = "vision.one.key";

    private readonly MotoProcess _moto;
    private readonly HttpClient _http;
    private readonly UnsignedCalls _calls;
    private readonly Dictionary<string, FunctionCredentials> _sessions = new(StringComparer.Ordinal);
    private MinimalVendor _vendor = null!;
    private MinimalVisionOne _visionOne = null!;
    private MinimalControlTower _controlTower = null!;
    private DeployedTemplate _deployed = null!;
    private MotoResources _resources = null!;

    private MotoStack(MotoProcess moto)
    {
        _moto = moto;
        _http = new HttpClient { BaseAddress = moto.Endpoint };
        _calls = new UnsignedCalls(_http, DeployedTemplate.Region);
    }

    public MotoOrganization Organization { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="moto">The emulator.</param>
    /// <param name="withEverything">True if every condition of the roles' policies holds, false if none does.</param>
    /// <param name="without">The permissions that the roles do not get.</param>
    public static Task<MotoStack> DeployAsync(
        MotoProcess moto, bool withEverything, params IReadOnlyList<Permission> without) =>
        DeployAsync(moto, withEverything, withEverything ? StackParameters.BothProtections : StackParameters.Default, without);

    /// <summary>
    /// With everything, but one protection alone: moto does not check the resource of a secret or of a role that does not
    /// exist yet, so the permissions of the other protection would hide a missing one.
    /// </summary>
    public static Task<MotoStack> DeployWithoutAsync(MotoProcess moto, Permission permission) =>
        DeployAsync(moto, withEverything: true, permission.Protection, [permission]);

    private static async Task<MotoStack> DeployAsync(
        MotoProcess moto, bool withEverything, string protections, IReadOnlyList<Permission> without)
    {
        var stack = new MotoStack(moto) { Protections = protections };
        try
        {
            await stack.DeployAsync(withEverything, without);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates the function with the given role. Its process starts with the first invocation.</summary>
    public LambdaFunction CreateFunction(string role)
    {
        var id = role[..^"Role".Length];
        return new LambdaFunction(
            new SandboxFunctionSettings
            {
                Name = id,
                Region = DeployedTemplate.Region,
                AccountId = DeployedTemplate.AccountId,
                Credentials = _sessions[role],
                Variables = new Dictionary<string, string>(_deployed.ReadVariables(id), StringComparer.Ordinal)
                {
                    ["AWS_ENDPOINT_URL"] = _moto.Endpoint.ToString(),
                    ["AWS_ENDPOINT_URL_CONTROLTOWER"] = _controlTower.Address.ToString(),
                },
            },
            new ProcessLauncher(BootstrapUnderTest.Path),
            TimeProvider.System);
    }

    public bool HasCloudAccounts => Protections.Contains(StackParameters.CloudAccounts, StringComparison.Ordinal);

    private string Protections { get; init; } = "";

    /// <summary>Changes what the protections have in the management account.</summary>
    public Task DriftAsync() => WithoutChecksAsync(async () =>
    {
        if (Protections != StackParameters.CloudAccounts)
            await new MotoConnectorRole(_calls).DriftAsync(Token);

        if (HasCloudAccounts)
            await new MotoVisionOne(_calls).DriftAsync(Token);
    });

    /// <summary>Creates a policy of Cloud Accounts in the management account.</summary>
    public Task CreateVisionOnePolicyAsync() =>
        WithoutChecksAsync(() => new MotoVisionOne(_calls).CreatePolicyAsync(Token));

    /// <summary>Adds a correct registration for an account at both APIs of the vendor.</summary>
    public void Register(NamedAccount account)
    {
        _vendor.Register(account.Id, $"arn:aws:iam::{account.Id}:role/CloudOneWorkloadConnectorRole");
        _visionOne.Connect(account.Id, $"arn:aws:iam::{account.Id}:role/VisionOneRole");
    }

    /// <summary>Sends messages to the work queue and receives them.</summary>
    public Task<IReadOnlyList<JsonNode>> EnqueueAsync(params IReadOnlyList<string> bodies) =>
        WithoutChecksAsync<IReadOnlyList<JsonNode>>(async () =>
        {
            var sent = new List<string>();
            foreach (var body in bodies)
                sent.Add(await _resources.SendAsync("WorkQueue", body, Token));
            var received = await _resources.ReceiveAsync("WorkQueue", Token);
            return [.. received.Where(message => sent.Contains((string)message["MessageId"]!, StringComparer.Ordinal))];
        });

    /// <summary>The bodies of the messages in a queue.</summary>
    public Task<IReadOnlyList<string>> ReadBodiesAsync(string queue) =>
        WithoutChecksAsync<IReadOnlyList<string>>(async () =>
            [.. (await _resources.ReceiveAsync(queue, Token)).Select(message => (string)message["Body"]!)]);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_vendor is not null)
            await _vendor.DisposeAsync();
        if (_visionOne is not null)
            await _visionOne.DisposeAsync();
        if (_controlTower is not null)
            await _controlTower.DisposeAsync();
    }

    private async Task DeployAsync(bool withEverything, IReadOnlyList<Permission> without)
    {
        await _calls.SetChecksAsync(areOn: false, Token);
        await _calls.ResetAsync(Token);
        _vendor = await MinimalVendor.StartAsync(MotoSetup.VendorKey, Token);
        _visionOne = await MinimalVisionOne.StartAsync(VisionOneKey, Token);
        Organization = await MotoOrganization.CreateAsync(_calls, Token);
        _vendor.AbortedAccount = Organization.Unregistered.Id;
        _controlTower = await MinimalControlTower.StartAsync(Organization, Token);
        _resources = new MotoResources(_calls);
        var parameters = withEverything
            ? StackParameters.WithEverything(
                await _resources.CreateExistingSecretAsync("existing", MotoSetup.VendorKey, Token),
                await _resources.CreateExistingSecretAsync("existing-vision-one", VisionOneKey, Token),
                Organization.Unit.Id)
            : StackParameters.Least;
        var values = new Dictionary<string, string>(parameters, StringComparer.Ordinal)
        {
            ["WorkloadSecurityEndpoint"] = _vendor.Address.ToString(),
            ["Protections"] = Protections,
            ["CloudAccountsApiUrl"] = _visionOne.Address.ToString(),
        };
        await _resources.CreateAsync(new DeployedTemplate(values, _resources.Created), Token);
        _deployed = new DeployedTemplate(values, _resources.Created);
        foreach (var role in Permission.Roles)
            _sessions[role] = await CreateRoleAsync(role, without);
        await _calls.SetChecksAsync(areOn: true, Token);
    }

    private async Task<FunctionCredentials> CreateRoleAsync(string role, IReadOnlyList<Permission> without)
    {
        await IamAsync(
            ("Action", "CreateRole"), ("RoleName", role),
            ("AssumeRolePolicyDocument", MotoOrganization.TrustManagementAccount));
        foreach (var (name, document) in PolicyDocuments.Without(role, _deployed, without))
        {
            await IamAsync(
                ("Action", "PutRolePolicy"), ("RoleName", role), ("PolicyName", name),
                ("PolicyDocument", MotoPolicy.Translate(document)));
        }

        var session = await _calls.QueryAsync(
            "sts",
            DeployedTemplate.AccountId,
            [
                ("Action", "AssumeRole"), ("RoleArn", $"arn:aws:iam::{DeployedTemplate.AccountId}:role/{role}"),
                ("RoleSessionName", "function"),
            ],
            Token);
        return new FunctionCredentials(
            session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"]);
    }

    private Task IamAsync(params (string Name, string Value)[] fields) =>
        _calls.QueryAsync("iam", DeployedTemplate.AccountId, fields, Token);

    private Task WithoutChecksAsync(Func<Task> call) => WithoutChecksAsync(async () =>
    {
        await call();
        return true;
    });

    private async Task<T> WithoutChecksAsync<T>(Func<Task<T>> call)
    {
        await _calls.SetChecksAsync(areOn: false, Token);
        var result = await call();
        await _calls.SetChecksAsync(areOn: true, Token);
        return result;
    }
}
