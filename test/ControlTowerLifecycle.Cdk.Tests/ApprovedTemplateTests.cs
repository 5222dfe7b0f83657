using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class ApprovedTemplateTests
{
    /// <summary>LIFECYCLE_APPROVE=1 rewrites the file; review its changes like any other change.</summary>
    [Theory]
    [InlineData(LifecycleApp.StackName)]
    [InlineData(LifecycleApp.ForwarderName)]
    public void Template_equals_the_approved_file(string stack)
    {
        var app = SynthesizedApp.In("eu-west-1");
        var template = stack == LifecycleApp.StackName ? app.Main : app.Forwarder!;
        var synthesized = template.Text.ReplaceLineEndings("\n") + "\n";
        var approved = SourceTree.TestFile($"Approved/{stack}.template.json");
        if (System.Environment.GetEnvironmentVariable("LIFECYCLE_APPROVE") == "1")
            File.WriteAllText(approved, synthesized);

        Assert.Equal(File.ReadAllText(approved), synthesized);
    }
}
