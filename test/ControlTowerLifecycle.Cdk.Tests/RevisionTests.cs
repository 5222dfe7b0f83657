using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class RevisionTests
{
    [Fact]
    public void An_action_of_the_connector_policy_changes_the_revision_and_nothing_else()
    {
        var before = Synthesized.Lifecycle;
        var after = With(policy: Synthesized.FixedPolicy.Replace("ec2:DescribeInstances", "ec2:DescribeVpcs",
            StringComparison.Ordinal));

        Assert.NotEqual(TakeRevision(before), TakeRevision(after));
        Assert.Equal(before.Json.ToString(), after.Json.ToString());
    }

    [Fact]
    public void A_byte_of_the_package_changes_the_revision_and_the_assets_and_nothing_else()
    {
        using var package = new TemporaryPackage("other bytes");
        var before = Synthesized.Lifecycle;
        var after = With(package: package.Folder);

        Assert.NotEqual(TakeRevision(before), TakeRevision(after));
        TakeAssets(before);
        TakeAssets(after);
        Assert.Equal(before.Json.ToString(), after.Json.ToString());
    }

    [Fact]
    public void The_same_bytes_give_the_same_revision_wherever_they_are()
    {
        using var package = new TemporaryPackage(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Package",
            "bootstrap.dll")));

        Assert.Equal(Synthesized.Lifecycle.Text, With(package: package.Folder).Text);
    }

    /// <summary>Where work and failures go: no account's role or connector depends on it.</summary>
    private static readonly string[] OfOneFunction =
    [
        "LIFECYCLE_FUNCTION", "WORK_QUEUE_URL", "DEAD_LETTER_QUEUE_URL", "MAXIMUM_RECEIVES", "NOTIFICATION_TOPIC_ARN",
        "NOTIFICATION_TABLE_NAME",
    ];

    [Fact]
    public void Every_setting_of_the_functions_is_named_so_that_a_change_of_it_refreshes_the_roles()
    {
        var template = Synthesized.Lifecycle;
        var named = template.Properties("AccountBackfill")["Settings"]!.AsObject();
        foreach (var function in new[] { "LifecycleFunction", "BackfillFunction" })
        {
            var variables = template.Properties(function)["Environment"]!["Variables"]!.AsObject().ToDictionary();
            foreach (var own in OfOneFunction)
                variables.Remove(own);
            Assert.Equal(named.Select(one => one.Key), variables.Keys);
        }
    }

    [Fact]
    public void The_api_key_itself_is_told_to_nobody()
    {
        Assert.DoesNotContain("WorkloadSecurityApiKey", Synthesized.Lifecycle.Properties("AccountBackfill").ToString(),
            StringComparison.Ordinal);
        Assert.Equal(
            ["ApiKeySecret"],
            Synthesized.Lifecycle.Resources
                .Where(one =>
                    one.Resource["Properties"]?.ToString().Contains("WorkloadSecurityApiKey",
                        StringComparison.Ordinal) == true)
                .Select(one => one.Id));
    }

    private static Template With(string? package = null, string policy = Synthesized.FixedPolicy) =>
        Synthesized.Of(new StackSettings
        {
            Package = FunctionPackage.At(package ?? Path.Join(AppContext.BaseDirectory, "Package")),
            HomeRegion = "eu-west-1",
            ManagementAccountId = Synthesized.Account,
            ConnectorPolicy = policy,
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

/// <summary>A portable package with other bytes in it.</summary>
internal sealed class TemporaryPackage : IDisposable
{
    public TemporaryPackage(string bytes, string name = "bootstrap.dll") =>
        File.WriteAllText(Path.Join(Folder, name), bytes);

    public string Folder { get; } = Directory.CreateTempSubdirectory("package-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
