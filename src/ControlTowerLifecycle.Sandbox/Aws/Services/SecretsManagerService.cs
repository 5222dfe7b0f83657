using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>Secrets Manager: reading a secret, and putting a new version of it.</summary>
internal sealed class SecretsManagerService(SandboxSecrets secrets, string region) : IAwsService
{
    private const int LargestSecret = 65_536;

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "secretsmanager",
        Protocol = AwsProtocol.Json11,
        Id = "secretsmanager",
        ThrottlingCode = "ThrottlingException",
        ValidationCode = "ValidationException",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        AwsOperation.Read("GetSecretValue", SecretArn, GetSecretValue),
        AwsOperation.Write("PutSecretValue", SecretArn, PutSecretValue),
    ];

    private JsonObject GetSecretValue(AwsCall call)
    {
        var secret = Secret(call);
        var id = call.Text("VersionId");
        var stage = call.Text("VersionStage") ?? (id is null ? SandboxSecret.Current : null);
        var version = secret.Versions.LastOrDefault(each =>
                (id is null || each.Id == id) && (stage is null || each.Stages.Contains(stage)))
            ?? throw NotFound(
                "Secrets Manager can't find the specified secret value for "
                + (stage is null ? $"version: {id}" : $"staging label: {stage}"));
        var answer = Shown(secret, version);
        answer[version.IsBinary ? "SecretBinary" : "SecretString"] = version.Value;
        answer["CreatedDate"] = 1_767_225_600.0;
        return answer;
    }

    private JsonObject PutSecretValue(AwsCall call)
    {
        var secret = Secret(call);
        var value = call.Required("SecretString");
        if (System.Text.Encoding.UTF8.GetByteCount(value) > LargestSecret)
            throw call.Invalid(
                $"Value at 'secretString' failed to satisfy constraint: at most {LargestSecret} bytes");
        var token = call.Text("ClientRequestToken");
        if (token is { Length: < 32 or > 64 })
            throw call.Invalid("ClientRequestToken must be 32-64 characters long.");
        var stages = call.List("VersionStages")
            .Select(stage => stage!.GetValue<string>())
            .ToImmutableSortedSet(StringComparer.Ordinal);
        return Shown(secret, secrets.Put(secret.Name, value, token, stages.IsEmpty ? [SandboxSecret.Current] : stages));
    }

    private SandboxSecret Secret(AwsCall call) =>
        secrets.Find(call.Required("SecretId")) ?? throw NotFound("Secrets Manager can't find the specified secret.");

    /// <summary>
    /// A secret that does not exist is judged by what it would be called, so that a caller
    /// without permission learns nothing.
    /// </summary>
    private string SecretArn(AwsCall call)
    {
        var id = call.Required("SecretId");
        if (secrets.Find(id) is { } secret
            && secret.Arn.Contains($":{call.Caller.AccountId}:", StringComparison.Ordinal))
            return secret.Arn;
        return AwsNames.AccountOf(id) is null
            ? $"arn:aws:secretsmanager:{region}:{call.Caller.AccountId}:secret:{id}"
            : id;
    }

    private static JsonObject Shown(SandboxSecret secret, SecretVersion version) => new()
    {
        ["ARN"] = secret.Arn,
        ["Name"] = secret.Name,
        ["VersionId"] = version.Id,
        ["VersionStages"] = new JsonArray([.. version.Stages.Select(stage => JsonValue.Create(stage))]),
    };

    private static AwsErrorException NotFound(string message) => new("ResourceNotFoundException", message);
}
