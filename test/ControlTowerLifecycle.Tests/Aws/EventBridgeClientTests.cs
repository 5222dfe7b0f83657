using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.EventBridge;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class EventBridgeClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Event_is_an_entry_with_source_type_time_and_account()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutEvents", "put-events.json");
        var connection = server.Connection();
        var bus = new AccountEventBus(new EventBridgeClient(connection), connection.Partition, "default", Sample.Management);
        var sent = new AccountEvent(AccountEventType.Left, "m1:left", Sample.Id)
        {
            Origin = "left",
            Protections = ["workload-security"],
            OccurredAt = DateTimeOffset.UnixEpoch.AddSeconds(1.5),
        };

        Assert.Equal([null], await bus.PutAsync([sent], Token));

        var call = Assert.Single(server.Calls);
        Assert.Equal("AWSEvents.PutEvents", call.Headers["X-Amz-Target"].ToString());
        Assert.Contains("/eu-west-1/events/aws4_request", call.Authorization, StringComparison.Ordinal);
        var entry = System.Text.Json.JsonElement.Parse(call.Body).GetProperty("Entries")[0];
        Assert.Equal("default", entry.GetProperty("EventBusName").GetString());
        Assert.Equal("controltower.lifecycle", entry.GetProperty("Source").GetString());
        Assert.Equal("Account Left", entry.GetProperty("DetailType").GetString());
        Assert.Equal(1.5, entry.GetProperty("Time").GetDouble());
        Assert.Equal($"arn:aws:organizations::{Sample.Management}:account/{Sample.Id}", entry.GetProperty("Resources")[0].GetString());
        Assert.Equal(AccountEventJson.Detail(sent, Sample.Management), entry.GetProperty("Detail").GetString());
    }

    [Fact]
    public async Task Each_entry_has_its_own_failure()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutEvents", "put-events.json");

        var failures = await PutAsync(server, 3);

        Assert.Null(failures[0]);
        Assert.Equal((FailureKind.Retryable, "ThrottlingException"), (failures[1]!.Kind, failures[1]!.Code));
        Assert.Equal((FailureKind.NeedsOperator, "NotAuthorizedForSourceException"), (failures[2]!.Kind, failures[2]!.Code));
        Assert.Contains("events:PutEvents", failures[2]!.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entry_that_the_response_does_not_confirm_is_retryable()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutEvents", "put-events-short.json");

        Assert.All(await PutAsync(server, 3), failure => Assert.Equal(FailureKind.Retryable, failure!.Kind));
    }

    private static Task<IReadOnlyList<AwsException?>> PutAsync(LoopbackServer server, int entries) =>
        new EventBridgeClient(server.Connection()).PutEventsAsync(
            "default",
            [.. Enumerable.Repeat(new PutEventsEntry("default", "controltower.lifecycle", "Account Left", "{}") { Time = 0, Resources = [] }, entries)],
            Token);
}
