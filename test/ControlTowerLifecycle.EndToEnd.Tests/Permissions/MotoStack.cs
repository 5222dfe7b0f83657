using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Contract;
using ControlTowerLifecycle.EndToEnd.Tests.Independence;
using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// The approved template deployed into moto: its queues, topic, table, secret and the two functions' roles, with the
/// policies of the template and nothing else. The functions are real processes with the template's environment
/// variables and the credentials of a session of their role. Moto is emptied first, and checks everything afterwards.
/// </summary>
internal sealed class MotoStack : IAsyncDisposable
{
    private readonly MotoProcess _moto;
    private readonly HttpClient _http;
    private readonly UnsignedCalls _calls;
    private readonly Dictionary<string, FunctionCredentials> _sessions = new(StringComparer.Ordinal);
    private TinyVendor _vendor = null!;
    private TinyControlTower _controlTower = null!;
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
    /// <param name="withEverything">Every condition of the roles' policies holds; otherwise none does.</param>
    /// <param name="without">Permissions that their roles do not get.</param>
    public static async Task<MotoStack> DeployAsync(
        MotoProcess moto, bool withEverything, params IReadOnlyList<Permission> without)
    {
        var stack = new MotoStack(moto);
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

    /// <summary>A function with the role of that name, not started yet.</summary>
    public LambdaFunction Function(string role)
    {
        var id = role[..^"Role".Length];
        return new LambdaFunction(
            new SandboxFunctionSettings
            {
                Name = id,
                Region = DeployedTemplate.Region,
                AccountId = DeployedTemplate.AccountId,
                Credentials = _sessions[role],
                Variables = new Dictionary<string, string>(_deployed.VariablesOf(id), StringComparer.Ordinal)
                {
                    ["AWS_ENDPOINT_URL"] = _moto.Endpoint.ToString(),
                    ["AWS_ENDPOINT_URL_CONTROLTOWER"] = _controlTower.Address.ToString(),
                },
            },
            new ProcessLauncher(BootstrapUnderTest.Path),
            TimeProvider.System);
    }

    /// <summary>The management account's connector role no longer is as it was made.</summary>
    public Task DriftAsync() => UncheckedAsync(() => new MotoConnectorRole(_calls).DriftAsync(Token));

    /// <summary>The vendor watches an account already, by a connector as it should be.</summary>
    public void Register(NamedAccount account) =>
        _vendor.Register(account.Id, $"arn:aws:iam::{account.Id}:role/CloudOneWorkloadConnectorRole");

    /// <summary>Brings messages to the work queue.</summary>
    /// <returns>The same messages as they are received from it.</returns>
    public Task<IReadOnlyList<JsonNode>> EnqueueAsync(params IReadOnlyList<string> bodies) =>
        UncheckedAsync<IReadOnlyList<JsonNode>>(async () =>
        {
            var sent = new List<string>();
            foreach (var body in bodies)
                sent.Add(await _resources.SendAsync("WorkQueue", body, Token));
            var received = await _resources.ReceiveAsync("WorkQueue", Token);
            return [.. received.Where(message => sent.Contains((string)message["MessageId"]!, StringComparer.Ordinal))];
        });

    /// <summary>The bodies of the messages in a queue.</summary>
    public Task<IReadOnlyList<string>> BodiesInAsync(string queue) => UncheckedAsync<IReadOnlyList<string>>(async () =>
        [.. (await _resources.ReceiveAsync(queue, Token)).Select(message => (string)message["Body"]!)]);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_vendor is not null)
            await _vendor.DisposeAsync();
        if (_controlTower is not null)
            await _controlTower.DisposeAsync();
    }

    private async Task DeployAsync(bool withEverything, IReadOnlyList<Permission> without)
    {
        await _calls.SetChecksAsync(areOn: false, Token);
        await _calls.ForgetEverythingAsync(Token);
        _vendor = await TinyVendor.StartAsync(MotoArrangement.VendorKey, Token);
        Organization = await MotoOrganization.MakeAsync(_calls, Token);
        _vendor.HangsUpOn = Organization.Unregistered.Id;
        _controlTower = await TinyControlTower.StartAsync(Organization, Token);
        _resources = new MotoResources(_calls);
        var parameters = withEverything
            ? StackParameters.WithEverything(await _resources.MakeExistingSecretAsync(Token), Organization.Unit.Id)
            : StackParameters.Least;
        var given = new Dictionary<string, string>(parameters, StringComparer.Ordinal)
        {
            ["WorkloadSecurityEndpoint"] = _vendor.Address.ToString(),
        };
        await _resources.MakeAsync(new DeployedTemplate(given, _resources.Made), Token);
        _deployed = new DeployedTemplate(given, _resources.Made);
        foreach (var role in Permission.Roles)
            _sessions[role] = await MakeRoleAsync(role, without);
        await _calls.SetChecksAsync(areOn: true, Token);
    }

    private async Task<FunctionCredentials> MakeRoleAsync(string role, IReadOnlyList<Permission> without)
    {
        await IamAsync(
            ("Action", "CreateRole"), ("RoleName", role),
            ("AssumeRolePolicyDocument", MotoOrganization.TrustsTheManagementAccount));
        foreach (var (name, document) in PolicyDocuments.Of(role, _deployed, without))
        {
            await IamAsync(
                ("Action", "PutRolePolicy"), ("RoleName", role), ("PolicyName", name),
                ("PolicyDocument", InMotosWords.Of(document)));
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

    private Task UncheckedAsync(Func<Task> call) => UncheckedAsync(async () =>
    {
        await call();
        return true;
    });

    private async Task<T> UncheckedAsync<T>(Func<Task<T>> call)
    {
        await _calls.SetChecksAsync(areOn: false, Token);
        var result = await call();
        await _calls.SetChecksAsync(areOn: true, Token);
        return result;
    }
}
