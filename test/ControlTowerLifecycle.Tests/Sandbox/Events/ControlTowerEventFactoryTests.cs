using System.Text.Json;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Events;

namespace ControlTowerLifecycle.Tests.Sandbox.Events;

public sealed class ControlTowerEventFactoryTests
{
    private static readonly NamedAccount Account = new("444455556666", "payments \"prod\"");
    private static readonly NamedUnit Unit = new("ou-ab12-c3d4e5f6", "Workloads");

    private readonly ControlTowerEventFactory _events =
        new("111122223333", "o-exampleorg1", "eu-west-1", new ManualTime());

    [Fact]
    public void Event_of_a_vended_account_has_its_unit_and_state()
    {
        var json = JsonElement.Parse(_events.CreateManagedAccount(Account, Unit, succeeded: true).ToJson());

        var detail = json.GetProperty("detail");
        var status = detail.GetProperty("serviceEventDetails").GetProperty("createManagedAccountStatus");
        Assert.Equal("aws.controltower", json.GetProperty("source").GetString());
        Assert.Equal("CreateManagedAccount", detail.GetProperty("eventName").GetString());
        Assert.Equal("2026-11-20T09:12:00Z", detail.GetProperty("eventTime").GetString());
        Assert.Equal("payments \"prod\"", status.GetProperty("account").GetProperty("accountName").GetString());
        Assert.Equal("444455556666", status.GetProperty("account").GetProperty("accountId").GetString());
        Assert.Equal("SUCCEEDED", status.GetProperty("state").GetString());
        Assert.Equal("2026-11-20T09:12:00+0000", status.GetProperty("completedTimestamp").GetString());
    }

    [Fact]
    public void Baseline_event_has_the_arn_of_the_account_or_unit()
    {
        Assert.Equal("arn:aws:organizations::111122223333:account/o-exampleorg1/444455556666",
            Target(_events.Baseline("EnableBaseline", Account, true)));
        Assert.Equal("arn:aws:organizations::111122223333:ou/o-exampleorg1/ou-ab12-c3d4e5f6",
            Target(_events.Baseline("EnableBaseline", Unit, true)));

        static string? Target(SandboxEvent e) =>
            JsonElement.Parse(e.Detail).GetProperty("serviceEventDetails").GetProperty("enableBaselineStatus")
            .GetProperty("enabledBaselineDetails").GetProperty("targetIdentifier").GetString();
    }

    [Fact]
    public void Organizations_event_comes_from_us_east_1_with_times_in_words()
    {
        var closed = _events.CloseAccountResult(Account, succeeded: true);

        Assert.Equal("us-east-1", closed.Region);
        Assert.Equal(
            "Nov 20, 2026 9:12:00 AM",
            JsonElement.Parse(closed.Detail).GetProperty("serviceEventDetails").GetProperty("closeAccountStatus")
                .GetProperty("completedTimestamp").GetString());
    }

    [Fact]
    public void No_event_has_an_unfilled_placeholder()
    {
        SandboxEvent[] all =
        [
            _events.CreateManagedAccount(Account, Unit, succeeded: false),
            _events.UpdateManagedAccount(Account, Unit, succeeded: true),
            _events.RegisterOrganizationalUnit(Unit, succeeded: true),
            _events.DeregisterOrganizationalUnit(Unit, succeeded: true),
            _events.LandingZone("SetupLandingZone", "r-ab12", Unit, Account, Account),
            _events.Baseline("ResetEnabledBaseline", Account, succeeded: false),
            _events.EnableGuardrail(Unit),
            _events.CloseAccountResult(Account, succeeded: true),
            _events.MoveAccount(Account, "r-ab12", Unit.Id),
            _events.RemoveAccountFromOrganization(Account),
            _events.Scheduled("reconcile"),
        ];

        Assert.All(all, e => Assert.DoesNotMatch(@"\{[a-zA-Z]+\}", e.ToJson()));
        Assert.Equal(all.Length, all.Select(e => e.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Pattern_with_a_state_matches_succeeded_events_only()
    {
        var pattern = LifecyclePattern.Create(
            "aws.controltower", LifecyclePattern.ServiceEvent, ["CreateManagedAccount", "EnableBaseline"], "SUCCEEDED");

        Assert.True(pattern.Matches(_events.CreateManagedAccount(Account, Unit, succeeded: true).ToJson()));
        Assert.True(pattern.Matches(_events.Baseline("EnableBaseline", Account, succeeded: true).ToJson()));
        Assert.False(pattern.Matches(_events.CreateManagedAccount(Account, Unit, succeeded: false).ToJson()));
        Assert.False(pattern.Matches(_events.Baseline("EnableBaseline", Account, succeeded: false).ToJson()));
        Assert.False(pattern.Matches(_events.UpdateManagedAccount(Account, Unit, succeeded: true).ToJson()));
    }
}
