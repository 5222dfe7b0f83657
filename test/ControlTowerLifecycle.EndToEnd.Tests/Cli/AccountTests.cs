using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary><c>account</c> and <c>report</c> with the real process.</summary>
public sealed class AccountTests(DeployedStack deployed) : IClassFixture<DeployedStack>
{
    private TestStack Stack => deployed.Stack;

    [Fact]
    public async Task Protected_account_is_shown_with_everything_about_it()
    {
        var id = DefaultOrganization.PredecessorId;
        var calls = new RecordedCalls(Stack.Server);

        var run = await ToolProcess.RunAsync(Stack, "account", id);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith($"{id}  ", run.Lines[0], StringComparison.Ordinal);
        foreach (var start in new[]
        {
            "organization  Active, ", "governance    governed by Control Tower", "protection    as wanted", "role          arn:aws:iam::",
            "connector     ", "run           ",
        })
            Assert.Contains(run.Lines, line => line.StartsWith(start, StringComparison.Ordinal));
        Assert.Empty(calls.Writes);
    }

    [Fact]
    public async Task Drift_is_shown_as_the_lines_of_the_policy_that_differ()
    {
        var id = DefaultOrganization.PredecessorId;
        var role = Stack.Organization.Account(id).Role(DefaultOrganization.PredecessorRole)!;
        Stack.ChangeRole(id, changed => changed with
        {
            Trust = changed.Trust.Replace(Stack.Server.Vendor.ExternalId, "another-external-id", StringComparison.Ordinal),
        });
        try
        {
            var run = await ToolProcess.RunAsync(Stack, "account", id);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains(run.Lines, line => line.StartsWith("    + ", StringComparison.Ordinal)
                && line.Contains(Stack.Server.Vendor.ExternalId, StringComparison.Ordinal));
            Assert.Equal($"→ ctlifecycle onboard {id}", run.Lines[^1]);
        }
        finally
        {
            Stack.ChangeRole(id, _ => role);
        }
    }

    [Fact]
    public async Task Account_of_another_organization_is_a_finding()
    {
        var run = await ToolProcess.RunAsync(Stack, "account", "999999999999");

        Assert.Equal((1, "999999999999  not in this organization"), (run.ExitCode, run.Lines[0]));
    }

    [Fact]
    public async Task Suspended_account_is_skipped_on_purpose()
    {
        var run = await ToolProcess.RunAsync(Stack, "account", DefaultOrganization.SuspendedId, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("AWS has suspended the account", run.Json["skipped"]!.GetValue<string>());
        Assert.Null(run.Json["plan"]);
    }

    [Theory]
    [InlineData("--json", "{")]
    [InlineData("--csv", "id,name,unitId,unit,state,reason,nextCommand")]
    [InlineData("--html", "<!DOCTYPE html>")]
    public async Task Report_is_written_to_a_file(string format, string start)
    {
        var path = Path.Join(Path.GetTempPath(), $"ctlifecycle-{Guid.NewGuid():N}");
        try
        {
            var run = await ToolProcess.RunAsync(Stack, "report", format, path);

            Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
            var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
            Assert.StartsWith(start, text, StringComparison.Ordinal);
            Assert.Contains(DefaultOrganization.PredecessorId, text, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Report_that_cannot_be_written_says_why()
    {
        var run = await ToolProcess.RunAsync(Stack, "report", "--csv", "/no/such/folder/report.csv");

        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains("/no/such/folder/report.csv cannot be written", run.Error, StringComparison.Ordinal);
    }
}
