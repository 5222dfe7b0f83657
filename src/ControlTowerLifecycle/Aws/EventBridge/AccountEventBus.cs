using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.FollowUps;

namespace ControlTowerLifecycle.Aws.EventBridge;

/// <summary>The event bus in EventBridge that other systems receive account events from.</summary>
internal sealed class AccountEventBus(EventBridgeClient events, AwsPartition partition, string busName, AccountId managementAccountId)
    : IEventBus
{
    /// <summary>The policy of the function allows no other source.</summary>
    public const string Source = "controltower.lifecycle";

    public bool IsOn => true;

    public int BatchSize => EventBridgeClient.MaximumEntries;

    public async Task<IReadOnlyList<RemoteSystemException?>> PutAsync(
        IReadOnlyList<AccountEvent> accountEvents, CancellationToken cancellationToken) =>
        await events.PutEventsAsync(busName, [.. accountEvents.Select(Entry)], cancellationToken);

    private PutEventsEntry Entry(AccountEvent accountEvent) => new(
        busName,
        Source,
        AccountEventJson.DetailType(accountEvent.Type),
        AccountEventJson.Detail(accountEvent, managementAccountId))
    {
        Time = accountEvent.OccurredAt.ToUnixTimeMilliseconds() / 1000.0,
        Resources = [$"arn:{partition}:organizations::{managementAccountId}:account/{accountEvent.Account}"],
    };
}
