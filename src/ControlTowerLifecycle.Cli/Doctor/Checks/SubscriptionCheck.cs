using ControlTowerLifecycle.Cli.Aws.Sns;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>Someone receives the notifications: each subscriber has confirmed.</summary>
internal sealed class SubscriptionCheck(DeployedStack stack) : ICheck
{
    public string Id => "subscriptions";

    public string Name => "subscriptions of the notification topic";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var topic = stack.Outputs.NotificationTopic;
        var subscriptions = await new SubscriptionsClient(stack.Connection).ListAsync(topic, cancellationToken);
        if (subscriptions is [])
        {
            return CheckResult.Failed(
                "there is none, so failures are not notified",
                $"Subscribe an address: aws sns subscribe --topic-arn {topic} --protocol email --notification-endpoint ADDRESS");
        }

        var pending = subscriptions.Where(subscription => !subscription.IsConfirmed).Select(subscription => subscription.Endpoint).ToList();
        return pending is []
            ? CheckResult.Ok($"{subscriptions.Count} confirmed")
            : CheckResult.Failed(
                $"not confirmed: {string.Join(", ", pending)}",
                "Open the link in the e-mail \"AWS Notification - Subscription Confirmation\". It expires after some days; subscribe "
                + "the address again for a new one.");
    }
}
