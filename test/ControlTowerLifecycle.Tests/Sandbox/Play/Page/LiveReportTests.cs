using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Play.Page;

namespace ControlTowerLifecycle.Tests.Sandbox.Play.Page;

/// <summary>The report of the live page. No function is started.</summary>
public sealed class LiveReportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_account_has_a_state_and_a_unit()
    {
        await using var deployment = await StartAsync();
        using var report = new LiveReport(deployment, TimeProvider.System);

        var document = report.Create();

        Assert.Equal(1, (int)document["schemaVersion"]!);
        Assert.True((bool)document["complete"]!);
        Assert.False((bool)document["allProtected"]!);
        Assert.Equal("o-sandbox0001", (string?)document["organization"]!["id"]);
        Assert.Equal(
            ["Root ", "Security Root", "Workloads Root", "Production Workloads", "Development Workloads", "Unregistered Root"],
            [.. Units(document).Select(unit => $"{unit["name"]} {NameOf(document, unit["parentId"])}")]);
        Assert.Equal(7, document["accounts"]!.AsArray().Count);
        Assert.All(document["accounts"]!.AsArray(), account => Assert.NotNull(NameOf(document, account!["unitId"])));
        Assert.Equal(("missing", "has no connector role"), StateOf(document, DefaultOrganization.OrdinaryId(0)));
        Assert.Equal(("skipped", "suspended"), StateOf(document, DefaultOrganization.SuspendedId));
        Assert.Equal(("skipped", "not governed: no execution role"), StateOf(document, DefaultOrganization.UngovernedId));
        Assert.Equal("drifted", StateOf(document, DefaultOrganization.PredecessorId).State);
    }

    [Theory]
    [InlineData("retry", "retrying")]
    [InlineData("rejected", "failed")]
    [InlineData("onboarded", "missing")]
    public async Task Last_outcome_explains_an_account_that_is_not_protected(string outcome, string state)
    {
        await using var deployment = await StartAsync();
        using var report = new LiveReport(deployment, TimeProvider.System);
        var id = DefaultOrganization.OrdinaryId(0);

        Log(deployment, id, "unchanged");
        Log(deployment, id, outcome);

        var shown = StateOf(report.Create(), id);
        Assert.Equal((state, state == "missing" ? "has no connector role" : "The vendor is down."), shown);
    }

    [Fact]
    public async Task Account_that_left_is_not_in_the_report()
    {
        await using var deployment = await StartAsync();
        using var report = new LiveReport(deployment, TimeProvider.System);

        deployment.Organization.Leave(DefaultOrganization.OrdinaryId(0));

        Assert.Equal(6, report.Create()["accounts"]!.AsArray().Count);
    }

    [Fact]
    public async Task Queue_and_dead_letters_are_counted()
    {
        await using var deployment = await StartAsync();
        using var report = new LiveReport(deployment, TimeProvider.System);

        deployment.WorkQueue.Send("{}");
        deployment.DeadLetters.Send("{}");

        var document = report.Create();
        Assert.Equal("""{"waiting":1,"inFlight":0,"delayed":0}""", document["queue"]!.ToJsonString());
        Assert.Equal("""{"count":1,"oldestAt":null}""", document["letters"]!.ToJsonString());
    }

    private static void Log(LifecycleDeployment deployment, string id, string outcome) => deployment.Lifecycle.Log.Write(
        "stream",
        LogSource.Output,
        $$"""
        {"message":"outcome","accountId":"{{id}}","accountName":"Workload 1","outcome":"{{outcome}}","steps":[],
         "durationMs":1,"failure":{"cause":"The vendor is down."} }
        """.ReplaceLineEndings(""));

    private static JsonObject[] Units(JsonObject document) => [.. document["units"]!.AsArray().Cast<JsonObject>()];

    private static string? NameOf(JsonObject document, JsonNode? unitId) => unitId is null
        ? null : Units(document).Single(unit => (string?)unit["id"] == (string?)unitId)["name"]!.GetValue<string>();

    private static (string? State, string? Reason) StateOf(JsonObject document, string accountId)
    {
        var account = document["accounts"]!.AsArray().Single(account => (string?)account!["id"] == accountId)!;
        return ((string?)account["state"], (string?)account["reason"]);
    }

    private static Task<LifecycleDeployment> StartAsync() => LifecycleDeployment.StartAsync(
        new DeploymentOptions { Sandbox = new SandboxOptions { Accounts = 7 } }, TimeProvider.System, Token);
}
