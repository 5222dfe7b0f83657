using System.Text.Json;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Hosting;

/// <summary>The counts of a walk as JSON members, in the log and in the response to a direct invocation.</summary>
internal static class WalkLine
{
    /// <summary>
    /// Writes the counts of this kind of walk; <c>orphaned</c> only if one invocation read the whole organization.
    /// </summary>
    public static void Write(Utf8JsonWriter line, WalkRequest request, WalkSummary summary)
    {
        if (request.Unit is { } unit)
            line.WriteString("organizationalUnit", unit);
        line.WriteNumber("accounts", summary.Accounts);
        if (request.Kind == WalkKind.Reconcile)
            WriteReconcileCounts(line, summary);
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

    private static void WriteReconcileCounts(Utf8JsonWriter line, WalkSummary summary)
    {
        line.WriteNumber("protected", summary.Protected);
        line.WriteNumber("connectedOtherwise", summary.ConnectedOtherwise);
        line.WriteNumber("missing", summary.Missing);
        line.WriteNumber("drifted", summary.Drifted);
        line.WriteNumber("widened", summary.Widened);
        line.WriteNumber("failed", summary.Failed);
        line.WriteNumber("unprotected", summary.Unprotected);
        if (summary.DisconnectsHeld > 0)
            line.WriteNumber("disconnectsHeld", summary.DisconnectsHeld);
    }
}
