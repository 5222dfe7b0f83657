using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// AWS Support: CreateCase and DescribeCases, in us-east-1 only. CreateCase knows no idempotency: each call opens a case.
/// </summary>
internal sealed class SupportService(SupportDesk desk) : IAwsService
{
    private const int LongestBody = 8000;
    private const int FewestResults = 10;
    private const int MostResults = 100;
    private static readonly string[] Languages = ["en", "ja", "ko", "zh"];
    private static readonly string[] Severities = ["low", "normal", "high", "urgent", "critical"];
    private int _opened;

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "support",
        Protocol = AwsProtocol.Json11,
        Id = "AWSSupport_20130415",
        IsGlobal = true,
        ThrottlingCode = "ThrottlingException",
        ValidationCode = "ValidationException",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        AwsOperation.Write("CreateCase", AwsOperation.AnyResource, CreateCase),
        AwsOperation.Read("DescribeCases", AwsOperation.AnyResource, DescribeCases),
    ];

    private JsonObject CreateCase(AwsCall call)
    {
        RequireSubscription();
        var (subject, body) = (call.Required("subject"), call.Required("communicationBody"));
        var (severity, language) = (call.Text("severityCode") ?? "low", call.Text("language") ?? "en");
        if (body.Length > LongestBody)
            throw call.Invalid($"Value at 'communicationBody' failed to satisfy constraint: Member must have length less than or equal to {LongestBody}");
        if (subject.Any(char.IsControl))
            throw call.Invalid("Invalid subject");
        if (!Severities.Contains(severity, StringComparer.Ordinal) || !Languages.Contains(language, StringComparer.Ordinal))
            throw call.Invalid("Invalid severity or language");

        var id = $"case-{call.Caller.AccountId}-muen-2026-{Interlocked.Increment(ref _opened):x16}";
        return desk.TryAdd(new SandboxCase(
            id, subject, body, call.Text("serviceCode") ?? "general-info", call.Text("categoryCode") ?? "other", severity, language,
            call.Now))
            ? new JsonObject { ["caseId"] = id }
            : throw new AwsErrorException("CaseCreationLimitExceeded", "The limit for open cases is exceeded.");
    }

    private JsonObject DescribeCases(AwsCall call)
    {
        RequireSubscription();
        var after = call.Text("afterTime") is { } text
            ? DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : throw call.Invalid("Invalid afterTime")
            : DateTimeOffset.MinValue;
        var language = call.Text("language") ?? "en";
        var resolved = call.Text("includeResolvedCases") == "true";
        var found = desk.Cases
            .Where(one => one.Created >= after && one.Language == language && (resolved || !one.IsResolved))
            .OrderByDescending(one => one.Created)
            .Select(one => new JsonObject
            {
                ["caseId"] = one.Id,
                ["subject"] = one.Subject,
                ["status"] = one.IsResolved ? "resolved" : "opened",
                ["serviceCode"] = one.ServiceCode,
                ["categoryCode"] = one.CategoryCode,
                ["severityCode"] = one.SeverityCode,
                ["language"] = one.Language,
                ["timeCreated"] = one.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            })
            .ToList();
        return Pages.Rest(call, "cases", found, call.Number("maxResults", FewestResults, FewestResults, MostResults));
    }

    private void RequireSubscription()
    {
        if (!desk.IsSubscribed)
            throw new AwsErrorException(
                "SubscriptionRequiredException", "Amazon Web Services Premium Support Subscription is required to use this service.");
    }
}
