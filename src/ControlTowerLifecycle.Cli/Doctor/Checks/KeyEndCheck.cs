using ControlTowerLifecycle.Cli.Status;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>The API key does not end soon.</summary>
internal sealed class KeyEndCheck(
    Installation installation, string protection, Func<CancellationToken, Task<double>> readDaysLeft) : ICheck
{
    public string Id => $"key-end-{protection}";

    public string Name => $"last day of the key of {protection}";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (await installation.FindKeyFaultAsync(protection, cancellationToken) is { } fault)
            return fault;

        var days = await readDaysLeft(cancellationToken);
        var key = KeyReader.Report(protection, days, installation.Time);
        var end = KeyText.DescribeEnd(key, installation.Time);
        return KeyText.EndsSoon(key, installation.Time)
            ? CheckResult.Failed(end, "Create a new key and put it into the secret; ctlifecycle key rotate does it for Workload Security.")
            : CheckResult.Ok(end);
    }
}
