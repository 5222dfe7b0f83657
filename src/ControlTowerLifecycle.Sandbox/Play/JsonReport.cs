using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>The result as one JSON document. README, "The sandbox", documents it.</summary>
internal static class JsonReport
{
    public static string Create(PlayResult result) => JsonSerializer.Serialize(
        new ReportDto(
            result.Succeeded,
            new OrganizationDto(
                result.Accounts.Count,
                result.Accounts.Count(account => account.IsProtected),
                [.. result.Accounts.Where(account => account.Skipped is not null)
                    .Select(account => new AccountDto(account.Account.Id, account.Account.Name, account.Skipped!))],
                [.. result.Accounts.Where(account => account.IsFailed)
                    .Select(account => new AccountDto(account.Account.Id, account.Account.Name, account.Lacks!))]),
            [.. result.Acts.Select(act => new ActDto(act.Name, Math.Round(act.Seconds, 3), act.Accounts, act.Faults))],
            result.Touched,
            result.DeadLetters,
            result.Functions,
            result.Calls),
        PlayJson.Default.ReportDto);
}

internal sealed record ReportDto(
    bool Succeeded,
    OrganizationDto Organization,
    IReadOnlyList<ActDto> Acts,
    IReadOnlyList<string> Touched,
    int DeadLetters,
    IReadOnlyList<FunctionResult> Functions,
    IReadOnlyDictionary<string, int> Calls);

internal sealed record OrganizationDto(
    int Total, int Protected, IReadOnlyList<AccountDto> Skipped, IReadOnlyList<AccountDto> Failed);

internal sealed record AccountDto(string Id, string Name, string Reason);

internal sealed record ActDto(string Name, double Seconds, int Accounts, IReadOnlyList<string> Faults);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ReportDto))]
internal sealed partial class PlayJson : JsonSerializerContext;
