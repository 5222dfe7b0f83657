using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Vendor;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Secrets;

/// <summary>
/// A stack after every kind of failure, and all text that its logs, notifications, dead letters and responses hold.
/// </summary>
public sealed class FailureScenario : IAsyncLifetime
{
    private static readonly ImmutableSortedSet<string> Current = [SandboxSecret.Current];
    private readonly List<StackResult> _results = [];
    private readonly List<string> _keys = [];
    private TestStack? _stack;

    internal TestStack Stack => _stack!;

    /// <summary>The secrets that no text may hold, each with its kind.</summary>
    internal IReadOnlyList<(string Kind, string Secret)> Secrets =>
    [
        .. _keys.Select(key => ("API key", key)),
        .. Stack.Server.Sessions.All.Select(session => ("secret access key", session.SecretKey)),
        .. Stack.Server.Sessions.All.Select(session => ("session token", session.SessionToken)),
        .. Urls.Select(url => ("response URL", url)),
        .. Urls.Select(url => ("signature", url.Split("X-Amz-Signature=")[1])),
        ("signature", "Signature="),
        ("authorization", "AWS4-HMAC-SHA256"),
    ];

    /// <summary>All readable text, each with its place.</summary>
    internal IReadOnlyList<(string Where, string Text)> Readable =>
    [
        .. Stack.Lifecycle.Log.Lines.Select(line => ("log of lifecycle", line.Text)),
        .. Stack.Deployment.Backfill.Log.Lines.Select(line => ("log of backfill", line.Text)),
        .. _results.SelectMany(result => result.Exchanges)
            .Select(exchange => ("response to CloudFormation", $"{exchange.Response}")),
        .. Stack.Server.Topic.Messages.Select(message => ("notification", $"{message.Subject} {message.Message}")),
        .. Letters,
    ];

    private IEnumerable<string> Urls =>
        _results.SelectMany(result => result.Exchanges).Select(exchange => exchange.Url.Url);

    /// <summary>
    /// The dead letters that the functions sent, and the function's response in the dead letters that Lambda sent. The
    /// rest of a letter from Lambda is the event that Lambda received.
    /// </summary>
    private List<(string Where, string Text)> Letters { get; } = [];

    public async ValueTask InitializeAsync()
    {
        _stack = await TestStack.StartAsync(TestStack.Quick with { MaxReceiveCount = 4 });
        _keys.Add(_stack.Server.Vendor.Key.Secret);
        _keys.Add(_stack.Server.Vendor.Key.Rotate());
        await FailToDeployAsync();
        UseKey(_keys[1]);
        _stack.Deployment.Bucket.BeUnavailable(2);
        _results.Add(await _stack.CreateAsync("1"));
        await _stack.WaitUntilIdleAsync();
        await VendWithFailuresAsync();
        _keys.Add(_stack.Server.Vendor.Key.Rotate());
        _stack.Announce(_stack.Vend("key-refused"));
        _stack.Deployment.Bus.Put(
            _stack.Deployment.ControlTower.RegisterOrganizationalUnit(_stack.Production, succeeded: true));
        await _stack.WaitUntilIdleAsync();
        UseKey(_keys[2]);
        _stack.Announce(_stack.Vend("key-accepted"));
        await _stack.WaitUntilIdleAsync();
        await _stack.InvokeAsync("no event");
        ReadDeadLetters();
    }

    public ValueTask DisposeAsync() => _stack?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Deploys with a key that the vendor refuses, then with a response URL that has expired.</summary>
    private async Task FailToDeployAsync()
    {
        foreach (var expired in new[] { false, true })
        {
            var shortTimeout = new SandboxStack(
                Stack.Deployment.Backfill,
                Stack.Deployment.Bucket,
                new SandboxStackSettings { ServiceTimeout = TimeSpan.FromSeconds(expired ? 1 : 30) },
                TimeProvider.System);
            Stack.Deployment.Bucket.Expired = expired;
            _results.Add(
                await Stack.WaitUntilAsync("the deployment failed", token => shortTimeout.CreateAsync("1", token)));
        }

        await Stack.WaitUntilIdleAsync();
        Stack.Deployment.Bucket.Expired = false;
    }

    private async Task VendWithFailuresAsync()
    {
        var killed = Stack.Vend("killed");
        using var killing = Stack.Server.Faults.OnWrite((call, _) =>
        {
            if (call.Operation == "CreateRole" && call.AccountId == killed.Id)
            {
                Stack.Lifecycle.KillCurrent(environment =>
                    environment.CurrentPayload!.Contains(killed.Id, StringComparison.Ordinal));
            }

            return Task.CompletedTask;
        });
        Stack.Announce(killed);
        foreach (var fault in new[] { FaultNames.Throttle, FaultNames.Error, FaultNames.Reset, FaultNames.ResetAfter })
        {
            var account = Stack.Vend($"in-{fault}");
            foreach (var service in new[] { SandboxVendor.Name, "iam", "sts", "organizations" })
                Stack.Server.Faults.Inject(fault, service, accountId: account.Id, count: 4);
            Stack.Announce(account);
        }

        var withoutRole = Stack.Vend("without-role");
        Stack.Organization.Change(withoutRole.Id, account => account.WithoutRole(ControlTowerAccount.ExecutionRole));
        Stack.Announce(withoutRole);
        var withoutPermissions = Stack.Vend("without-permissions");
        Stack.DenyCreateRole(withoutPermissions.Id);
        Stack.Announce(withoutPermissions);
        Stack.Announce(new NamedAccount(DefaultOrganization.SuspendedId, "Former project"));
        Stack.Deployment.WorkQueue.Send("no event");
        await Stack.WaitUntilIdleAsync();
    }

    private void UseKey(string key) =>
        Stack.Server.Secrets.Put(SandboxServer.ApiKeySecretName, $$"""{"ApiKey": "{{key}}"}""", null, Current);

    private void ReadDeadLetters()
    {
        while (Stack.Deployment.DeadLetters.Receive(10) is { Count: > 0 } received)
        {
            Letters.AddRange(received
                .Where(message => message.MessageAttributes.ContainsKey("outcome"))
                .Select(message => ("dead letter", $"{message.Body} {string.Join(' ', message.MessageAttributes)}")));
            Letters.AddRange(received
                .Where(message => message.Body.Contains("responsePayload", StringComparison.Ordinal))
                .Select(message => JsonNode.Parse(message.Body)!["responsePayload"]!.ToJsonString())
                .Select(response => ("function error", response)));
        }
    }
}
