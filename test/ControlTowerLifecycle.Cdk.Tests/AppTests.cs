using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>The app's process, as the CDK's command line starts it.</summary>
public sealed class AppTests
{
    [Fact]
    public async Task Synth_reports_a_defaulted_region_and_no_end_of_life_of_Node()
    {
        RequiredTool.Node.Require();

        var (exitCode, errors) = await RunAsync(new JsonObject { ["package"] = Package });

        Assert.Equal(0, exitCode);
        Assert.Contains("region: eu-west-3, because -c region=... is not passed", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("has reached end-of-life", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Misspelled_context_key_fails_the_synth()
    {
        var (exitCode, errors) = await RunAsync(new JsonObject { ["package"] = Package, ["regoin"] = "eu-west-1" });

        Assert.Equal(1, exitCode);
        Assert.Contains("unknown context key 'regoin'; did you mean region?", errors, StringComparison.Ordinal);
    }

    private static string Package => Path.Join(AppContext.BaseDirectory, "Package");

    private static async Task<(int ExitCode, string Errors)> RunAsync(JsonObject context)
    {
        var output = Directory.CreateTempSubdirectory("app-");
        try
        {
            var (exitCode, _, errors) = await RequiredTool.Dotnet.RunAsync(
                [Path.Join(AppContext.BaseDirectory, "ControlTowerLifecycle.Cdk.dll")],
                environment: new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [StackContext.Variable] = context.ToJsonString(),
                    ["CDK_DEFAULT_REGION"] = "eu-west-3",
                    ["CDK_OUTDIR"] = output.FullName,
                    // The test process has set it for itself.
                    ["JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"] = "",
                });
            return (exitCode, errors);
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }
}
