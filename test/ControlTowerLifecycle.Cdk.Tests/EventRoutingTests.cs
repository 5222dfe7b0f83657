using System.Text.Json.Nodes;
using ControlTowerLifecycle.Events;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class EventRoutingTests(MotoBus bus) : IClassFixture<MotoBus>
{
    private const string Queue = "WorkQueue";
    private const string Backfill = "BackfillFunction";

    public static TheoryData<string, string?> Samples => new()
    {
        { "CreateManagedAccount.succeeded", Queue },
        { "CreateManagedAccount.failed", null },
        { "UpdateManagedAccount.succeeded", Queue },
        { "SetupLandingZone.succeeded", Queue },
        { "UpdateLandingZone.succeeded", Backfill },
        { "RegisterOrganizationalUnit.succeeded", Backfill },
        { "DeregisterOrganizationalUnit.succeeded", Backfill },
        { "EnableBaseline.account.succeeded", Queue },
        { "EnableBaseline.ou.succeeded", Backfill },
        { "ResetEnabledBaseline.account.failed", null },
        { "ResetEnabledBaseline.account.succeeded", Queue },
        { "UpdateEnabledBaseline.ou.succeeded", Backfill },
        { "DisableBaseline.account.succeeded", Queue },
        { "DisableBaseline.ou.succeeded", Backfill },
        { "EnableGuardrail.succeeded", null },
        { "Organizations.CloseAccountResult.succeeded", Queue },
        { "Organizations.CloseAccountResult.failed", null },
        { "Organizations.RemoveAccountFromOrganization", Queue },
        { "Organizations.RemoveAccountFromOrganization.refused", null },
        { "Organizations.AccountDepartedOrganization", Queue },
        { "Organizations.MoveAccount", null },
        // The schedule starts its rule without a pattern.
        { "Scheduled", null },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Event_reaches_its_target(string sample, string? target) =>
        Assert.Equal(target is null ? [] : [target], await bus.PutAsync(Read(sample)));

    /// <summary>The event patterns and the decoder must classify each event the same way.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public void Decoder_agrees_with_the_rules(string sample, string? target)
    {
        Assert.Equal(target, LifecycleEventDecoder.Decode(File.ReadAllBytes(PayloadFile(sample))) switch
        {
            LifecycleEvent.AccountGoverned or LifecycleEvent.AccountLeft { Id: not null } => Queue,
            LifecycleEvent.AccountLeft => Backfill,
            LifecycleEvent.OrganizationalUnitGoverned when sample == "Scheduled" => null,
            LifecycleEvent.OrganizationalUnitGoverned => Backfill,
            LifecycleEvent.NotOurs => null,
            var other => other.ToString(),
        });
    }

    /// <summary>The function judges whether the account is newly protected. The work queue gets none of its own events.</summary>
    [Theory]
    [InlineData("account-onboarded", "newlyProtected", "true", true)]
    [InlineData("account-onboarded", "newlyProtected", "null", true)]
    [InlineData("account-onboarded", "origin", "\"governed\"", false)]
    [InlineData("account-rejected", "newlyProtected", "null", false)]
    public async Task Vended_account_reaches_the_queue_of_support_cases(string example, string member, string value, bool isExpected)
    {
        var sample = JsonNode.Parse(File.ReadAllText(SourceTree.File($"docs/events/{example}.example.json")))!;
        sample["detail"]![member] = JsonNode.Parse(value);

        Assert.Equal(isExpected ? ["SupportCaseQueue"] : [], await bus.PutAsync(sample));
    }

    [Fact]
    public async Task Baseline_of_another_organization_matches_no_rule()
    {
        var sample = Read("EnableBaseline.account.succeeded");
        var details = sample["detail"]!["serviceEventDetails"]!["enableBaselineStatus"]!["enabledBaselineDetails"]!;
        details["targetIdentifier"] =
            "arn:aws:organizations::999988887777:account/o-anotherorg/444455556666";

        Assert.Empty(await bus.PutAsync(sample));
    }

    [Fact]
    public void Every_event_payload_is_tested() =>
        Assert.Empty(Directory.EnumerateFiles(Path.Join(AppContext.BaseDirectory, "Payloads"))
            .Where(file => JsonNode.Parse(File.ReadAllText(file)) is JsonObject json && json.ContainsKey("detail-type"))
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Except(Samples.Select(row => row.Data.Item1)));

    private static JsonNode Read(string sample) => JsonNode.Parse(File.ReadAllText(PayloadFile(sample)))!;

    private static string PayloadFile(string sample) =>
        Path.Join(AppContext.BaseDirectory, "Payloads", $"{sample}.json");
}
