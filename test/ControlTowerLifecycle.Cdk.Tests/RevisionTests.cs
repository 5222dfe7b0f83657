using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class RevisionTests
{
    [Fact]
    public void Connector_policy_changes_only_the_revision()
    {
        var before = SynthesizedApp.Lifecycle;
        var after = With(policy: SynthesizedApp.FixedPolicy.Replace("ec2:DescribeInstances", "ec2:DescribeVpcs",
            StringComparison.Ordinal));

        Assert.NotEqual(TakeRevision(before), TakeRevision(after));
        Assert.Equal(before.Json.ToString(), after.Json.ToString());
    }

    [Fact]
    public void Package_content_changes_only_revision_and_assets()
    {
        using var package = new TemporaryPackage("other bytes");
        var before = SynthesizedApp.Lifecycle;
        var after = With(package: package.Folder);

        Assert.NotEqual(TakeRevision(before), TakeRevision(after));
        TakeAssets(before);
        TakeAssets(after);
        Assert.Equal(before.Json.ToString(), after.Json.ToString());
    }

    [Fact]
    public void Revision_does_not_depend_on_the_package_path()
    {
        using var package = new TemporaryPackage(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Package",
            "bootstrap.dll")));

        Assert.Equal(SynthesizedApp.Lifecycle.Text, With(package: package.Folder).Text);
    }

    /// <summary>Settings on which no account's role or connector depends.</summary>
    private static readonly string[] PerFunction =
    [
        "LIFECYCLE_FUNCTION", "WORK_QUEUE_URL", "DEAD_LETTER_QUEUE_URL", "MAXIMUM_RECEIVES", "NOTIFICATION_TOPIC_ARN",
        "NOTIFICATION_TABLE_NAME", "EVENT_BUS_NAME",
    ];

    [Fact]
    public void Change_of_any_setting_of_the_functions_runs_the_backfill()
    {
        var template = SynthesizedApp.Lifecycle;
        var named = template.Properties("AccountBackfill")["Settings"]!.AsObject();
        foreach (var function in new[] { "LifecycleFunction", "BackfillFunction" })
        {
            var variables = template.Properties(function)["Environment"]!["Variables"]!.AsObject().ToDictionary();
            foreach (var own in PerFunction)
                variables.Remove(own);
            Assert.Equal(named.Select(pair => pair.Key), variables.Keys);
        }
    }

    [Fact]
    public void Api_key_reaches_only_the_secret()
    {
        Assert.DoesNotContain("WorkloadSecurityApiKey",
            SynthesizedApp.Lifecycle.Properties("AccountBackfill").ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ["ApiKeySecret"],
            SynthesizedApp.Lifecycle.Resources
                .Where(pair =>
                    pair.Resource["Properties"]?.ToString().Contains("WorkloadSecurityApiKey",
                        StringComparison.Ordinal) == true)
                .Select(pair => pair.Id));
    }

    private static Template With(string? package = null, string policy = SynthesizedApp.FixedPolicy) =>
        SynthesizedApp.Create(new StackSettings
        {
            Package = FunctionPackage.Load(package ?? Path.Join(AppContext.BaseDirectory, "Package")),
            HomeRegion = "eu-west-1",
            ManagementAccountId = SynthesizedApp.Account,
            ConnectorPolicy = policy,
            Version = SynthesizedApp.FixedVersion,
        }).Main;

    private static string TakeRevision(Template template)
    {
        var properties = template.Properties("AccountBackfill");
        var revision = (string)properties["Revision"]!;
        properties.Remove("Revision");
        return revision;
    }

    private static void TakeAssets(Template template)
    {
        foreach (var (_, function) in template.OfType("AWS::Lambda::Function"))
            Assert.True(function["Properties"]!["Code"]!.AsObject().Remove("S3Key"));
    }
}

/// <summary>A portable package with given content.</summary>
internal sealed class TemporaryPackage : IDisposable
{
    public TemporaryPackage(string bytes, string name = "bootstrap.dll") =>
        File.WriteAllText(Path.Join(Folder, name), bytes);

    public string Folder { get; } = Directory.CreateTempSubdirectory("package-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
