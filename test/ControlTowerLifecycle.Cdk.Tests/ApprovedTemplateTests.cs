using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class ApprovedTemplateTests
{
    /// <summary>LIFECYCLE_APPROVE=1 writes the file anew; the change is then looked at like any other.</summary>
    [Theory]
    [InlineData(LifecycleApp.StackName)]
    [InlineData(LifecycleApp.ForwarderName)]
    public void The_template_is_the_one_that_was_approved(string stack)
    {
        var template = stack == LifecycleApp.StackName ? Synthesized.Lifecycle : Synthesized.In("eu-west-1").Forwarder!;
        var synthesized = template.Text.ReplaceLineEndings("\n") + "\n";
        var approved = Repository.TestFile($"Approved/{stack}.template.json");
        if (System.Environment.GetEnvironmentVariable("LIFECYCLE_APPROVE") == "1")
            File.WriteAllText(approved, synthesized);

        Assert.Equal(File.ReadAllText(approved), synthesized);
    }
}
