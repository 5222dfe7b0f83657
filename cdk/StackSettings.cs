using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// What must be known at synth, from the CDK context (<c>-c name=value</c>). What can wait until the deployment is a
/// parameter of the template instead (<see cref="LifecycleParameters"/>).
/// </summary>
internal sealed record StackSettings
{
    /// <summary>Context <c>package</c>; default <c>../artifacts/portable</c>.</summary>
    public required FunctionPackage Package { get; init; }

    /// <summary>Context <c>packageArm64</c>: the native package for arm64, beside that for x86_64; null without it.</summary>
    public FunctionPackage? PackageArm64 { get; init; }

    /// <summary>What the functions can run on, the default first.</summary>
    public IReadOnlyList<string> Architectures =>
        PackageArm64 is null ? Package.Architectures : [.. Package.Architectures, .. PackageArm64.Architectures];

    /// <summary>
    /// Control Tower's home region: context <c>region</c>, else the region that the CDK's command line found, which is
    /// us-east-1 if none is configured; null in a launch template.
    /// </summary>
    public string? HomeRegion { get; init; }

    /// <summary>Context has no <c>region</c>, so that the CDK's command line chose it.</summary>
    public bool IsRegionDefaulted { get; init; }

    /// <summary>
    /// Context <c>account</c>, else the account of the credentials; null if the template is not bound to an account.
    /// </summary>
    public string? ManagementAccountId { get; init; }

    /// <summary>
    /// Context <c>launch</c>: a template that needs neither bootstrap nor CDK. A parameter names the bucket of the
    /// package.
    /// </summary>
    public bool IsLaunchTemplate { get; init; }

    /// <summary>The connector role's policy that the package contains.</summary>
    public string ConnectorPolicy { get; init; } = ReadConnectorPolicy();

    /// <summary>The version of the sources that the template is made from.</summary>
    public string Version { get; init; } = ProductVersion.Current;

    /// <summary>The region in which Organizations sends its events; null if the home region is not known.</summary>
    public string? OrganizationsRegion => HomeRegion is null ? null : AwsPartition.Parse(HomeRegion).OrganizationsRegion;

    /// <summary>Reads the context, and reports all faults together.</summary>
    /// <exception cref="StackSettingsException">A key is unknown, or a value is missing or malformed.</exception>
    public static StackSettings From(StackContext context, string? defaultAccount, string? defaultRegion)
    {
        List<string> faults = [.. context.FindUnknownKeys()];
        var isLaunch = context.Text("launch") is { } launch && Read(faults, () => ParseFlag(launch));
        var region = isLaunch ? null : context.Text("region") ?? defaultRegion;
        var account = isLaunch ? null : context.Text("account") ?? defaultAccount;
        if (region is null && !isLaunch)
            faults.Add("region is missing: pass -c region=<Control Tower's home region>");

        var settings = new StackSettings
        {
            Package = Read(faults, () => FunctionPackage.Load(context.Text("package") ?? "../artifacts/portable"))!,
            PackageArm64 = context.Text("packageArm64") is { } arm64
                ? Read(faults, () => FunctionPackage.Load(arm64, "packageArm64"))
                : null,
            HomeRegion = region is null ? null : Read(faults, () => ParseRegion(region)),
            IsRegionDefaulted = !isLaunch && context.Text("region") is null,
            ManagementAccountId = account is null ? null : Read(faults, () => AccountId.Parse(account).Value),
            IsLaunchTemplate = isLaunch,
        };
        if (isLaunch && (settings.Package is { IsZip: false } || settings.PackageArm64 is { IsZip: false }))
            faults.Add("launch=true needs a package that is a .zip file, because that file is uploaded as it is");
        if (settings is { Package: { } package, PackageArm64: { } other }
            && (package.Architectures is not [FunctionPackage.X64] || other.Architectures is not [FunctionPackage.Arm64]))
        {
            faults.Add(
                "packageArm64 is the native package for arm64, beside a native package for x86_64; a portable package runs on both");
        }

        return faults.Count == 0 ? settings : throw new StackSettingsException(faults);
    }

    private static bool ParseFlag(string text) => bool.TryParse(text, out var flag)
        ? flag
        : throw new FormatException($"launch must be true or false, not '{text}'");

    private static string ParseRegion(string region)
    {
        try
        {
            _ = AwsPartition.Parse(region);
            return region;
        }
        catch (FormatException fault)
        {
            throw new FormatException($"region: '{region}' is not a region of AWS, such as eu-west-1", fault);
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
