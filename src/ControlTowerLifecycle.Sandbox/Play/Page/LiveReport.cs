using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Play.Page;

/// <summary>
/// The report of the organization in the form that the page reads. The state of an account is the judgement of the
/// sandbox; the log of the lifecycle function gives only the reason of a failure.
/// </summary>
internal sealed class LiveReport : IDisposable
{
    private readonly LifecycleDeployment _deployment;
    private readonly TimeProvider _time;
    private readonly AccountJudge _judge;
    private readonly ConcurrentDictionary<string, LoggedOutcome> _lastOutcomes = new(StringComparer.Ordinal);
    private readonly IDisposable _subscription;

    public LiveReport(LifecycleDeployment deployment, TimeProvider time)
    {
        _deployment = deployment;
        _time = time;
        _judge = new AccountJudge(deployment.Server, deployment.Protections, time);
        _subscription = deployment.Lifecycle.Log.Subscribe(Read);
    }

    /// <summary>The report before the organization exists.</summary>
    public static JsonObject Empty(DateTimeOffset now) => new()
    {
        ["schemaVersion"] = 1,
        ["generatedAt"] = now.ToString("O"),
        ["complete"] = false,
        ["allProtected"] = false,
        ["units"] = new JsonArray(),
        ["accounts"] = new JsonArray(),
    };

    public JsonObject Create()
    {
        var organization = _deployment.Organization;
        var verdicts = organization.Members.Select(_judge.Judge).ToList();
        var (queue, letters) = (_deployment.WorkQueue.Counts, _deployment.DeadLetters.Counts);
        return new JsonObject
        {
            ["schemaVersion"] = 1,
            ["generatedAt"] = _time.GetUtcNow().ToString("O"),
            ["organization"] = new JsonObject
            {
                ["id"] = organization.Id,
                ["managementAccountId"] = organization.ManagementAccountId,
                ["region"] = organization.Region,
                ["stack"] = _deployment.Stack.Name,
                ["version"] = "sandbox",
            },
            ["complete"] = true,
            ["allProtected"] = !verdicts.Any(verdict => verdict.IsFailed),
            ["queue"] = new JsonObject
            {
                ["waiting"] = queue.Visible,
                ["inFlight"] = queue.InFlight,
                ["delayed"] = queue.Delayed,
            },
            ["letters"] = new JsonObject { ["count"] = letters.Visible, ["oldestAt"] = null },
            ["units"] = new JsonArray([.. Units(organization, organization.RootId, null)]),
            ["accounts"] = new JsonArray([.. verdicts.Select(Describe)]),
        };
    }

    public void Dispose() => _subscription.Dispose();

    private static IEnumerable<JsonNode> Units(SandboxOrganization organization, string unitId, string? parentId)
    {
        var name = organization.FindUnit(unitId)!.Name;
        var nested = organization.UnitsUnder(unitId).SelectMany(unit => Units(organization, unit.Id, unitId));
        return nested.Prepend(new JsonObject { ["id"] = unitId, ["name"] = name, ["parentId"] = parentId });
    }

    private JsonNode Describe(ProtectionVerdict verdict)
    {
        var (state, reason) = Judge(verdict, _lastOutcomes.GetValueOrDefault(verdict.Account.Id));
        return new JsonObject
        {
            ["id"] = verdict.Account.Id,
            ["name"] = verdict.Account.Name,
            ["unitId"] = verdict.Account.ParentId,
            ["state"] = state,
            ["reason"] = reason,
            ["nextCommand"] = null,
        };
    }

    private static (string State, string? Reason) Judge(ProtectionVerdict verdict, LoggedOutcome? last) =>
        (verdict, last?.Outcome) switch
        {
            ({ Skipped: { } reason }, _) => ("skipped", reason),
            ({ IsProtected: true }, _) => ("protected", null),
            (_, "retry") => ("retrying", last!.Why ?? verdict.Lacks),
            (_, "rejected") => ("failed", last!.Why ?? verdict.Lacks),
            ({ Role: "none" } or { Connector: "none" } or { Connection: "none" }, _) => ("missing", verdict.Lacks),
            _ => ("drifted", verdict.Lacks),
        };

    private void Read(LogLine line)
    {
        if (line.Source == LogSource.Output && LoggedOutcome.TryRead(line.Text) is { } outcome)
            _lastOutcomes[outcome.AccountId] = outcome;
    }
}
