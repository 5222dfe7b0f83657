using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>The payload that continues a walk. Everyone who may invoke the function can send one.</summary>
public class WalkPayloadTests
{
    private const string Unit = "ou-ab12-c3d4e5f6";

    private static readonly WalkRequest Rest = new(WalkKind.Reconcile, Unit)
    {
        Position = new WalkPosition
        {
            NextToken = "token",
            Units = [Unit, "ou-ab12-00000001"],
            ChildUnits = ["ou-ab12-00000002"],
        },
        IsFromEvent = true,
        HasRestarted = true,
        ConfirmedDisconnects = 2,
        Departed = [AccountId.Parse("444455556666"), AccountId.Parse("000000000002")],
        Summary = new WalkSummary
        {
            Accounts = 9,
            Protected = 1,
            Missing = 1,
            Drifted = 1,
            Failed = 1,
            Queued = 3,
            Skipped = new Dictionary<string, int>(StringComparer.Ordinal) { ["suspended"] = 5 },
            Orphaned = 7,
            Governance = WalkSummary.GovernanceKnown,
        },
    };

    public static TheoryData<string, string> Forged => new()
    {
        { "walk.kind", "\"stroll\"" },
        { "walk.kind", "7" },
        { "walk.kind", "null" },
        { "walk.unit", "\"ou-ab12\"" },
        { "walk.unit", "\"ou-ab12-c3d4e5f6\\n\"" },
        { "walk.after", "\"20\"" },
        { "walk.isCreation", "true" },
        { "walk.position", "null" },
        { "walk.position", "\"20\"" },
        { "walk.position", "{}" },
        { "walk.position", """{"nextToken":"of-the-list-of-all-accounts"}""" },
        { "walk.position.nextToken", "\"\"" },
        { "walk.position.units", "[]" },
        { "walk.position.units", "[[\"ou-ab12-c3d4e5f6\"]]" },
        { "walk.position.units", "[null]" },
        { "walk.position.units", "[\"Production\"]" },
        { "walk.position.units", "[\"r-ab\"]" },
        { "walk.position.units", "[\"ou-ab12-c3d4e5f6\",\"ou-ab12-c3d4e5f6\"]" },
        { "walk.position.childUnits", "[\"o-ab12c3d4e5\"]" },
        { "walk.position.above", "[\"ou-ab12-c3d4e5f6\"]" },
        { "walk.position.levels", "[[\"ou-ab12-c3d4e5f6\"]]" },
        { "walk.summary", "null" },
        { "walk.summary", "{}" },
        { "walk.summary.accounts", "-1" },
        { "walk.summary.protected", "-1" },
        { "walk.summary.missing", "-96" },
        { "walk.summary.drifted", "-1" },
        { "walk.summary.failed", "-1" },
        { "walk.summary.queued", "-1" },
        { "walk.summary.queued", "10" },
        { "walk.summary.missing", "2147483647" },
        { "walk.summary.accounts", "2147483647" },
        { "walk.summary.accounts", "8" },
        { "walk.summary.orphaned", "-5" },
        { "walk.summary.governance", "\"known\"" },
        { "walk.summary.skipped", "null" },
        { "walk.summary.skipped.suspended", "-1" },
        { "walk.summary.skipped.suspended", "2147483647" },
        { "walk.summary.skipped.made-up", "1" },
        { "walk.departed", "[null]" },
        { "walk.departed", "[\"4444\"]" },
        { "walk.departed", """["000000000001","000000000002","000000000003","000000000004","000000000005","000000000006","000000000007","000000000008","000000000009","000000000010"]""" },
        { "walk.confirmDisconnect", "0" },
        { "walk.confirmDisconnect", "\"6\"" },
        { "walk.kind", "\"deploy\"" },
        { "walk", "7" },
        { "walk", "[]" },
        { "walk", "{}" },
        { "walk", """{"kind":"reconcile","after":"{\"NextToken\":\"20\"}","summary":{"accounts":20,"skipped":{}}}""" },
    };

    [Fact]
    public void Continuation_is_read_as_it_was_written()
    {
        var read = Read(WalkPayload.Write(Rest));

        Assert.Equal(WalkPayload.Write(Rest), WalkPayload.Write(read!));
        Assert.Equal(
            (WalkKind.Reconcile, Unit, true, true), (read!.Kind, read.Unit, read.IsFromEvent, read.HasRestarted));
        Assert.Equal(
            ["token", Unit, "ou-ab12-00000001", "ou-ab12-00000002"],
            [read.Position!.NextToken!, .. read.Position.Units!, .. read.Position.ChildUnits!]);
        Assert.Equal(2, read.ConfirmedDisconnects);
        Assert.Equal(Rest.Departed, read.Departed);
        Assert.Equal((9, 5), (read.Summary.Accounts, read.Summary.Skipped["suspended"]));
    }

    [Theory]
    [MemberData(nameof(Forged))]
    public void Forged_or_old_continuation_is_refused_with_a_sentence(string member, string value)
    {
        var refused = Assert.Throws<FormatException>(() => Read(With(WalkPayload.Write(Rest), member, value)));

        Assert.StartsWith(
            "'walk' is written by the function itself, and this one is refused: ",
            refused.Message,
            StringComparison.Ordinal);
        Assert.EndsWith(
            """start the walk again with {"reconcile": "all"}""", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"" + Unit, "\"\\ud800")]
    [InlineData("\"suspended\"", "\"\\ud800\"")]
    [InlineData("\"token\"", "\"\\ud800\"")]
    public void Continuation_with_half_a_character_is_refused(string text, string replacement) =>
        Assert.Throws<FormatException>(() => Read(
            WalkPayload.Write(Rest).Replace(text, replacement, StringComparison.Ordinal)));

    [Fact]
    public void Continuation_of_a_unit_that_left_needs_its_unit() => Assert.Throws<FormatException>(() => Read(
        WalkPayload.Write(Rest with { Kind = WalkKind.UnitLeft, Unit = null, ConfirmedDisconnects = null, Departed = [] })));

    [Fact]
    public void Continuation_of_the_whole_organization_may_be_in_its_list_or_in_its_tree()
    {
        var whole = Rest with { Unit = null };

        Assert.NotNull(Read(WalkPayload.Write(whole with { Position = new WalkPosition { NextToken = "token" } })));
        Assert.NotNull(Read(WalkPayload.Write(whole with { Position = WalkPosition.StartOf(["r-ab12"]) })));
    }

    [Fact]
    public void Every_skip_reason_is_accepted()
    {
        var skipped = SkipReason.Codes.ToDictionary(code => code, _ => 1, StringComparer.Ordinal);
        var summary = new WalkSummary { Accounts = skipped.Count, Skipped = skipped };

        Assert.Equal(skipped.Count, Read(WalkPayload.Write(Rest with { Summary = summary }))!.Summary.SkippedTotal);
    }

    private static WalkRequest? Read(string payload) => WalkPayload.Read(Encoding.UTF8.GetBytes(payload));

    private static string With(string payload, string path, string value)
    {
        var root = JsonNode.Parse(payload)!;
        var members = path.Split('.');
        var parent = members[..^1].Aggregate(root, (node, member) => node[member]!);
        parent[members[^1]] = JsonNode.Parse(value);
        return root.ToJsonString();
    }
}
