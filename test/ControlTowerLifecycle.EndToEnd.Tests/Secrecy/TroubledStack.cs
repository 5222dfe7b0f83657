using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Vendor;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Secrecy;

/// <summary>
/// A stack that has been through trouble of every kind, and everything that anybody can read of it afterwards.
/// </summary>
public sealed class TroubledStack : IAsyncLifetime
{
    private static readonly ImmutableSortedSet<string> Current = [SandboxSecret.Current];
    private readonly List<StackResult> _results = [];
    private readonly List<string> _keys = [];
    private TestStack? _stack;

    internal TestStack Stack => _stack!;

    /// <summary>What nobody may read anywhere, by what it is.</summary>
    internal IReadOnlyList<(string What, string Secret)> Secrets =>
    [
        .. _keys.Select(key => ("API key", key)),
        .. Stack.Server.Sessions.All.Select(session => ("secret access key", session.SecretKey)),
        .. Stack.Server.Sessions.All.Select(session => ("session token", session.SessionToken)),
        .. Urls.Select(url => ("response URL", url)),
        .. Urls.Select(url => ("signature", url.Split("X-Amz-Signature=")[1])),
        ("signature", "Signature="),
        ("authorization", "AWS4-HMAC-SHA256"),
    ];

    /// <summary>What can be read, by where it stands.</summary>
    internal IReadOnlyList<(string Where, string Text)> Readable =>
    [
        .. Stack.Lifecycle.Log.Lines.Select(line => ("log of lifecycle", line.Text)),
        .. Stack.Deployment.Backfill.Log.Lines.Select(line => ("log of backfill", line.Text)),
        .. _results.SelectMany(result => result.Exchanges)
            .Select(exchange => ("answer to CloudFormation", $"{exchange.Response}")),
        .. Stack.Server.Topic.Messages.Select(message => ("notification", $"{message.Subject} {message.Message}")),
        .. Dead,
    ];

    private IEnumerable<string> Urls =>
        _results.SelectMany(result => result.Exchanges).Select(exchange => exchange.Url.Url);

    /// <summary>
    /// What the functions answered to events that were given up, and the dead letters that they made themselves. What they
    /// were sent is Lambda's own affair.
    /// </summary>
    private List<(string Where, string Text)> Dead { get; } = [];

    public async ValueTask InitializeAsync()
    {
        _stack = await TestStack.StartAsync(TestStack.Quick with { MaxReceiveCount = 4 });
        _keys.Add(_stack.Server.Vendor.Key.Secret);
        _keys.Add(_stack.Server.Vendor.Key.Rotate());
        await DeployBadlyAsync();
        UseKey(_keys[1]);
        _stack.Deployment.Bucket.BeUnavailable(2);
        _results.Add(await _stack.CreateAsync("1"));
        await _stack.QuietAsync();
        await VendInTroubleAsync();
        _keys.Add(_stack.Server.Vendor.Key.Rotate());
        _stack.Announce(_stack.Vend("key-refused"));
        await _stack.QuietAsync();
        UseKey(_keys[2]);
        _stack.Announce(_stack.Vend("key-accepted"));
        await _stack.QuietAsync();
        await _stack.InvokeAsync("no event");
        TakeDeadLetters();
    }

    public ValueTask DisposeAsync() => _stack?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>With a key that the vendor refuses, then without a way to answer.</summary>
    private async Task DeployBadlyAsync()
    {
        foreach (var expired in new[] { false, true })
        {
            var impatient = new SandboxStack(
                Stack.Deployment.Backfill,
                Stack.Deployment.Bucket,
                new SandboxStackSettings { ServiceTimeout = TimeSpan.FromSeconds(expired ? 1 : 30) },
                TimeProvider.System);
            Stack.Deployment.Bucket.Expired = expired;
            _results.Add(
                await Stack.UntilAsync("the deployment had failed", token => impatient.CreateAsync("1", token)));
        }

        await Stack.QuietAsync();
        Stack.Deployment.Bucket.Expired = false;
    }

    private async Task VendInTroubleAsync()
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

        var entryless = Stack.Vend("never-ready");
        Stack.Organization.Change(entryless.Id, account => account.WithoutRole(ControlTowerAccount.ExecutionRole));
        Stack.Announce(entryless);
        var powerless = Stack.Vend("powerless");
        Stack.ChangeExecutionRole(powerless.Id, role => role with { AttachedPolicyArns = [] });
        Stack.Announce(powerless);
        Stack.Announce(new NamedAccount(DefaultOrganization.SuspendedId, "Former project"));
        Stack.Deployment.WorkQueue.Send("no event");
        await Stack.QuietAsync();
    }

    private void UseKey(string key) =>
        Stack.Server.Secrets.Put(SandboxServer.ApiKeySecretName, $$"""{"ApiKey": "{{key}}"}""", null, Current);

    private void TakeDeadLetters()
    {
        while (Stack.Deployment.DeadLetters.Receive(10) is { Count: > 0 } some)
        {
            Dead.AddRange(some
                .Where(message => message.MessageAttributes.ContainsKey("outcome"))
                .Select(message => ("dead letter", $"{message.Body} {string.Join(' ', message.MessageAttributes)}")));
            Dead.AddRange(some
                .Where(message => message.Body.Contains("responsePayload", StringComparison.Ordinal))
                .Select(message => JsonNode.Parse(message.Body)!["responsePayload"]!.ToJsonString())
                .Select(answer => ("function error", answer)));
        }
    }
}
