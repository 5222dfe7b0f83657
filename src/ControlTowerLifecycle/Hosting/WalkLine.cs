using System.Text.Json;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Hosting;

/// <summary>What a walk counted as JSON members: the same in the log and in the answer to a direct invocation.</summary>
internal static class WalkLine
{
    /// <summary>Writes what a walk of this kind counts; <c>orphaned</c> only where it saw the whole organization.</summary>
    public static void Write(Utf8JsonWriter line, WalkRequest request, WalkSummary summary)
    {
        if (request.Unit is { } unit)
            line.WriteString("organizationalUnit", unit);
        line.WriteNumber("accounts", summary.Accounts);
        if (request.Kind == WalkKind.Reconcile)
            WriteStandings(line, summary);
        line.WriteNumber("queued", summary.Queued);
        if (request.Kind == WalkKind.UnitLeft)
            return;

        line.WriteStartObject("skipped");
        foreach (var (reason, count) in summary.Skipped)
            line.WriteNumber(reason, count);
        line.WriteEndObject();
        if (summary.Orphaned is { } orphaned)
            line.WriteNumber("orphaned", orphaned);
        line.WriteString("governance", summary.Governance);
    }

    private static void WriteStandings(Utf8JsonWriter line, WalkSummary summary)
    {
        line.WriteNumber("protected", summary.Protected);
        line.WriteNumber("missing", summary.Missing);
        line.WriteNumber("drifted", summary.Drifted);
        line.WriteNumber("failed", summary.Failed);
        line.WriteNumber("unprotected", summary.Unprotected);
    }
}
