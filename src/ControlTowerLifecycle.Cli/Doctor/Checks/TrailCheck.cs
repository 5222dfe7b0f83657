using ControlTowerLifecycle.Cli.Aws.CloudTrail;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>
/// A trail logs: EventBridge receives the events of Control Tower through CloudTrail, and only if a trail logs (EventBridge user
/// guide, "AWS service events delivered via AWS CloudTrail").
/// </summary>
internal sealed class TrailCheck(Installation installation) : ICheck
{
    private const string Advice =
        "Enable the organization trail in the landing zone settings of Control Tower, or start the logging of a trail of your own.";

    public string Id => "trail";

    public string Name => "CloudTrail trail";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var client = new TrailsClient(installation.Aws);
        var trails = await client.ListAsync(cancellationToken);
        if (trails is [])
            return CheckResult.Failed($"no trail records this account in {installation.Aws.Region}, so no event arrives", Advice);

        // The trail of the organization first: one that logs is enough.
        foreach (var trail in trails.OrderByDescending(trail => trail.IsOrganizationTrail))
        {
            if (await client.IsLoggingAsync(trail.TrailArn, cancellationToken))
                return CheckResult.Ok($"{trail.Name} logs{(trail.IsOrganizationTrail ? "" : "; it is not one of the organization")}");
        }

        return CheckResult.Failed($"{string.Join(", ", trails.Select(trail => trail.Name))} does not log, so no event arrives", Advice);
    }
}
