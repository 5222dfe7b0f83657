using ControlTowerLifecycle.Aws.ControlTower;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>Control Tower is set up, and this is its home region: its events arrive in no other one.</summary>
internal sealed class LandingZoneCheck(Installation installation) : ICheck
{
    public string Id => "landing-zone";

    public string Name => "landing zone in its home region";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var region = installation.Aws.Region;
        var controlTower = new ControlTowerClient(installation.Aws) { Time = installation.Time };
        if (await controlTower.ListLandingZonesAsync(cancellationToken) is not [var arn, ..])
        {
            return CheckResult.Failed(
                $"there is none in {region}",
                "Name the home region of Control Tower with --region, and deploy the stack there; or set up Control Tower first.");
        }

        if (arn.Split(':') is [_, _, _, var home, ..] && home != region)
        {
            return CheckResult.Failed(
                $"the home region is {home}, not {region}", $"Use --region {home}, and deploy the stack there.");
        }

        var zone = await controlTower.GetLandingZoneAsync(arn, cancellationToken);
        var version = zone.Version is { } known ? $"version {known}" : "of an unknown version";
        return zone.Status == "FAILED"
            ? CheckResult.Failed(
                $"{version} in {region}; its last change failed",
                "Repair the landing zone in the console of Control Tower, under Landing zone settings.")
            : CheckResult.Ok($"{version} in {region}{(zone.Status == "PROCESSING" ? ", being changed now" : "")}");
    }
}
