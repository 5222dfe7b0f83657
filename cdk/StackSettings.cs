using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// What has to be known when the template is written. It comes from the CDK context (<c>-c name=value</c>); everything
/// that can be decided at deployment is a parameter of the template instead (<see cref="LifecycleParameters"/>).
/// </summary>
internal sealed record StackSettings
{
    /// <summary>Context <c>package</c>; default <c>../artifacts/portable</c>.</summary>
    public required FunctionPackage Package { get; init; }

    /// <summary>
    /// Control Tower's home region: context <c>region</c>, else the region that the CDK's command line found, which is
    /// us-east-1 where none is set; null in a launch template.
    /// </summary>
    public string? HomeRegion { get; init; }

    /// <summary>
    /// Context <c>account</c>, else the account of the credentials; null where the template is not bound to one.
    /// </summary>
    public string? ManagementAccountId { get; init; }

    /// <summary>
    /// Context <c>launch</c>: a template that needs neither bootstrap nor CDK. The package is then taken from a bucket
    /// that is a parameter.
    /// </summary>
    public bool IsLaunchTemplate { get; init; }

    /// <summary>The connector role's policy as the package carries it.</summary>
    public string ConnectorPolicy { get; init; } = ReadConnectorPolicy();

    /// <summary>Where Organizations tells of accounts that leave; null where the home region is not known.</summary>
    public string? OrganizationsRegion => HomeRegion is null ? null : AwsPartition.Of(HomeRegion).OrganizationsRegion;

    /// <summary>Reads the context, and reports everything that is wrong together.</summary>
    /// <exception cref="StackSettingsException">Something cannot be worked with.</exception>
    public static StackSettings From(Func<string, object?> context, string? defaultAccount, string? defaultRegion)
    {
        List<string> faults = [];
        var isLaunch = Text(context, "launch") is { } launch && Read(faults, () => Flag(launch));
        var region = isLaunch ? null : Text(context, "region") ?? defaultRegion;
        var account = isLaunch ? null : Text(context, "account") ?? defaultAccount;
        if (region is null && !isLaunch)
            faults.Add("region is not known: pass -c region=<Control Tower's home region>");

        var settings = new StackSettings
        {
            Package = Read(faults, () => FunctionPackage.At(Text(context, "package") ?? "../artifacts/portable"))!,
            HomeRegion = region is null ? null : Read(faults, () => Region(region)),
            ManagementAccountId = account is null ? null : Read(faults, () => AccountId.Parse(account).Value),
            IsLaunchTemplate = isLaunch,
        };
        if (isLaunch && settings.Package is { IsZip: false })
            faults.Add("launch takes a package that is a .zip file, for those bytes are what is uploaded");
        return faults.Count == 0 ? settings : throw new StackSettingsException(faults);
    }

    private static string? Text(Func<string, object?> context, string name) =>
        context(name)?.ToString() is { Length: > 0 } text ? text : null;

    private static bool Flag(string text) => bool.TryParse(text, out var flag)
        ? flag
        : throw new FormatException($"launch takes true or false, not '{text}'");

    private static string Region(string region)
    {
        try
        {
            _ = AwsPartition.Of(region);
            return region;
        }
        catch (AwsConnectionException fault)
        {
            throw new FormatException($"region: '{region}' is no region where Control Tower is, such as eu-west-1",
                fault);
        }
    }

    private static T? Read<T>(List<string> faults, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException fault)
        {
            faults.Add(fault.Message);
            return default;
        }
    }

    private static string ReadConnectorPolicy()
    {
        using var stream = typeof(AwsPartition).Assembly.GetManifestResourceStream("ConnectorPolicy.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
