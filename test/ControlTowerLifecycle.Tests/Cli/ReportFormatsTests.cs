using System.Text.Json.Nodes;
using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>The formats of a report. Names of accounts come from outside.</summary>
public sealed class ReportFormatsTests
{
    private static readonly StatusReport Report = new()
    {
        GeneratedAt = DateTimeOffset.UnixEpoch,
        Organization = new ReportedOrganization("o-a1b2c3d4e5", "111122223333", "eu-west-1", "ControlTowerLifecycle", "1.0.0"),
        Complete = true,
        AllProtected = false,
        NotKnown = [],
        Totals = new ReportedTotals(2, 1, 1, 0, 0, 0, 0, 0, 0),
        Queue = new ReportedQueue(1, 2, 3),
        Letters = new ReportedLetters(0, null),
        Keys = [new ReportedKey("workload-security", new DateOnly(2027, 1, 15))],
        Alarms = [],
        LastReconcile = null,
        Units = [new ReportedUnit("ou-ab12-c3d4e5f6", "Work, \"all\"", null)],
        Accounts =
        [
            new ReportedAccount("000000000042", "</script><script>alert(1)</script>", "ou-ab12-c3d4e5f6", "protected", null, null),
            new ReportedAccount("444455556666", "=cmd|' /C calc'!A0", null, "missing", "not\u2028registered", "ctlifecycle onboard 444455556666"),
        ],
    };

    [Fact]
    public void Document_has_the_members_that_the_page_reads()
    {
        var json = JsonNode.Parse(ReportPage.Serialize(Report, ReportJson.Default))!.AsObject();

        string[] members =
        [
            "schemaVersion", "generatedAt", "organization", "complete", "allProtected", "notKnown", "totals", "queue", "paused",
            "letters", "keys", "alarms", "lastReconcile", "units", "accounts",
        ];
        Assert.Equal(members.Order(StringComparer.Ordinal), json.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal("2027-01-15", json["keys"]![0]!["lastDay"]!.GetValue<string>());
        Assert.Equal(
            ["id", "name", "unitId", "state", "reason", "nextCommand"],
            json["accounts"]![0]!.AsObject().Select(member => member.Key));
        Assert.Equal(
            ["accounts", "protected", "missing", "drifted", "widened", "failed", "retrying", "skipped", "notChecked"],
            json["totals"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public void Name_cannot_end_the_script_of_the_page() =>
        Assert.DoesNotContain("<", ReportPage.Serialize(Report, ReportJson.Default), StringComparison.Ordinal);

    [Fact]
    public void Formula_in_a_name_is_text_in_a_spreadsheet()
    {
        var lines = CsvReport.Create(Report).Split("\r\n");

        Assert.Equal("id,name,unitId,unit,state,reason,nextCommand", lines[0]);
        Assert.StartsWith("000000000042,</script>", lines[1], StringComparison.Ordinal);
        Assert.Contains(",\"Work, \"\"all\"\"\",protected,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("444455556666,'=cmd|", lines[2], StringComparison.Ordinal);
    }
}
