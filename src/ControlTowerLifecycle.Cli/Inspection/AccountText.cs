using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Status;

namespace ControlTowerLifecycle.Cli.Inspection;

/// <summary>The lines of <c>account</c>.</summary>
internal sealed class AccountText(Screen screen)
{
    public void Write(AccountReport report)
    {
        screen.Write($"{report.Id}  {report.Name ?? "not in this organization"}", Tone.Strong);
        if (report.Name is not null)
        {
            Line("organization", $"{report.OrganizationState}, {Path(report.Units)}");
            Line("governance", report.Governed switch { true => "governed by Control Tower", false => "not governed", null => "not known" });
        }

        WriteProtection(report);
        foreach (var role in report.Roles)
            Write(role);
        foreach (var connector in report.Connectors)
            Line("connector", $"{connector.Id} {connector.Name}, role {connector.RoleArn ?? "none"}");
        if (report.Connection is { } connection)
            Write(connection);
        foreach (var run in report.Runs)
            Line("run", string.Join(", ", [$"{Times.Format(run.At)} {run.Outcome}", .. run.Steps, .. Optional(run.Reason)]));
        foreach (var letter in report.Letters)
            Write(letter);
        foreach (var fault in report.NotKnown)
            Line("not known", fault, Tone.Warning);
        if (report.NextCommand is { } command)
            screen.Write($"→ {command}", Tone.Strong);
    }

    private void WriteProtection(AccountReport report)
    {
        if (report.Plan is not { } plan)
        {
            Line("protection", $"skipped: {report.Skipped}");
            return;
        }

        var isRight = plan.Outcome == PlannedAccount.Unchanged;
        var word = plan.Outcome switch
        {
            PlannedAccount.Unchanged => "as wanted",
            PlannedAccount.WouldChange => "not as wanted; these steps would repair it",
            _ => plan.Outcome,
        };
        Line("protection", string.Join(": ", [word, .. Optional(plan.Reason)]), isRight ? Tone.Good : Tone.Bad);
        if (plan.WhatToDo is { } advice)
            screen.Write($"→ {advice}", Tone.Strong, 2);
        foreach (var step in plan.Steps)
        {
            screen.Write($"{step.Verb} {step.Target}", indent: 2);
            foreach (var change in step.Changes ?? [])
                screen.Write(change, change[0] == '+' ? Tone.Good : Tone.Bad, 4);
        }
    }

    private void Write(ReportedRole role)
    {
        Line("role", $"{role.Arn}, created {Times.Format(role.CreatedAt)}");
        Detail("trust", role.Trust);
        Detail("inline policy", role.InlinePolicy is null ? "missing" : "present");
        Detail("attached", string.Join(", ", role.AttachedPolicies));
        Detail("other inline policies", string.Join(", ", role.OtherInlinePolicies));
        Detail("boundary", role.PermissionsBoundary);
        Detail("tags", string.Join(", ", role.Tags.Select(tag => $"{tag.Key}={tag.Value}")));
    }

    private void Write(ReportedConnection connection)
    {
        Line("connection", $"{connection.State}, role {connection.RoleArn ?? "none"}");
        Detail("features", string.Join(", ", connection.Features));
        Detail("missing permissions", string.Join(", ", connection.MissingPermissions));
    }

    private void Write(ReportedLetter letter)
    {
        var at = letter.SentAt is { } sent ? $"{Times.Format(sent)}: " : "";
        Line("letter", $"{at}{letter.Step}: {letter.Cause}", Tone.Bad);
        if (letter.WhatToDo is { } advice)
            screen.Write($"→ {advice}", Tone.Strong, 2);
    }

    private void Line(string word, string text, Tone tone = Tone.Plain) => screen.Write($"{word,-12}  {text}", tone);

    private void Detail(string word, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            screen.Write($"{word}: {text}", indent: 2);
    }

    private static string Path(IReadOnlyList<ReportedUnit> units) =>
        units is [] ? "directly in the root" : string.Join(" / ", units.Select(unit => $"{unit.Name} ({unit.Id})"));

    private static IEnumerable<string> Optional(string? text) => text is null ? [] : [text];
}
