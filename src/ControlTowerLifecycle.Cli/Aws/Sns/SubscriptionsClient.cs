using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.Sns;

/// <summary>The subscribers of topics.</summary>
internal sealed class SubscriptionsClient(AwsConnection connection)
{
    private const string ListSubscriptionsByTopic = nameof(ListSubscriptionsByTopic);

    private readonly QueryApi _api = new(connection, AwsService.Sns, "2010-03-31");

    /// <summary>The first 100 subscriptions of a topic.</summary>
    /// <exception cref="AwsException">There is no such topic, or SNS refuses or does not respond.</exception>
    public Task<IReadOnlyList<Subscription>> ListAsync(string topicArn, CancellationToken cancellationToken) =>
        _api.CallAsync<IReadOnlyList<Subscription>>(
            ListSubscriptionsByTopic,
            topicArn,
            [("TopicArn", topicArn)],
            result =>
            [
                .. result.Members("Subscriptions").Select(subscription => new Subscription(
                    subscription.Text("Protocol"), subscription.Text("Endpoint"), subscription.Text("SubscriptionArn"))),
            ],
            cancellationToken);
}

/// <summary>A subscription.</summary>
/// <param name="Protocol">For example <c>email</c>.</param>
/// <param name="Endpoint">For example an address.</param>
/// <param name="Arn">Its ARN, or <c>PendingConfirmation</c>.</param>
internal sealed record Subscription(string Protocol, string Endpoint, string Arn)
{
    public bool IsConfirmed => Arn.StartsWith("arn:", StringComparison.Ordinal);
}
