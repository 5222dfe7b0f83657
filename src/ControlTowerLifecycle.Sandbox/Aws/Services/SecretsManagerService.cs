using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>Secrets Manager: the operations of a reader and of a rotation function.</summary>
internal sealed class SecretsManagerService(SandboxSecrets secrets, string region) : IAwsService
{
    private const int LargestSecret = 65_536;
    private const int LargestStages = 20;

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
        AwsOperation.Read("DescribeSecret", SecretArn, DescribeSecret),
        AwsOperation.Write("UpdateSecretVersionStage", SecretArn, UpdateSecretVersionStage),
        AwsOperation.Write("RotateSecret", SecretArn, RotateSecret),
    ];

    private JsonObject GetSecretValue(AwsCall call)
    {
        var secret = Secret(call);
        var id = call.Text("VersionId");
        var stage = call.Text("VersionStage") ?? (id is null ? SandboxSecret.Current : null);
        var version = secret.Versions.LastOrDefault(candidate =>
                (id is null || candidate.Id == id) && (stage is null || candidate.Stages.Contains(stage)))
            ?? throw NotFound(
                "Secrets Manager can't find the specified secret value for "
                + (stage is null ? $"version: {id}" : $"staging label: {stage}"));
        var response = ToJson(secret, version);
        response[version.IsBinary ? "SecretBinary" : "SecretString"] = version.Value;
        response["CreatedDate"] = 1_767_225_600.0;
        return response;
    }

    /// <summary>The rotation goes on after the response.</summary>
    private JsonObject RotateSecret(AwsCall call)
    {
        var secret = Secret(call);
        var token = call.Text("ClientRequestToken") ?? Guid.NewGuid().ToString();
        if (secrets.Rotator is not { } rotate || !rotate(secret.Name, token))
            throw new AwsErrorException(
                "InvalidRequestException", "You must enable rotation before you can rotate the secret: no Lambda function is associated.");
        return new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name, ["VersionId"] = token };
    }

    private JsonObject PutSecretValue(AwsCall call)
    {
        var secret = Secret(call);
        var value = call.Required("SecretString");
        if (System.Text.Encoding.UTF8.GetByteCount(value) > LargestSecret)
            throw call.Invalid(
                $"Value at 'secretString' failed to satisfy constraint: at most {LargestSecret} bytes");
        var token = call.Text("ClientRequestToken");
        if (call.List("VersionStages").Count > LargestStages)
            throw call.Invalid($"Value at 'versionStages' failed to satisfy constraint: at most {LargestStages} labels");
        if (token is { Length: < 32 or > 64 })
            throw call.Invalid("ClientRequestToken must be 32-64 characters long.");
        var stages = call.List("VersionStages")
            .Select(stage => stage!.GetValue<string>())
            .ToImmutableSortedSet(StringComparer.Ordinal);
        var version = secrets.Put(secret.Name, value, token, stages.IsEmpty ? [SandboxSecret.Current] : stages);
        return ToJson(secret, version);
    }

    private JsonObject DescribeSecret(AwsCall call)
    {
        var secret = Secret(call);
        return new JsonObject
        {
            ["ARN"] = secret.Arn,
            ["Name"] = secret.Name,
            ["RotationEnabled"] = secret.RotationToken is not null,
            ["VersionIdsToStages"] = new JsonObject(secret.Labels().Select(version => KeyValuePair.Create(
                version.Id,
                (JsonNode?)new JsonArray([.. version.Stages.Select(stage => JsonValue.Create(stage))])))),
        };
    }

    private JsonObject UpdateSecretVersionStage(AwsCall call)
    {
        var secret = Secret(call);
        secrets.MoveStage(
            secret.Name, call.Required("VersionStage"), call.Text("RemoveFromVersionId"), call.Text("MoveToVersionId"));
        return new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name };
    }

    private SandboxSecret Secret(AwsCall call) =>
        secrets.Find(call.Required("SecretId")) ?? throw NotFound("Secrets Manager can't find the specified secret.");

    /// <summary>
    /// A missing secret is checked by the ARN that it would have. A caller without permission cannot learn if the
    /// secret exists.
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

    private static JsonObject ToJson(SandboxSecret secret, SecretVersion version) => new()
    {
        ["ARN"] = secret.Arn,
        ["Name"] = secret.Name,
        ["VersionId"] = version.Id,
        ["VersionStages"] = new JsonArray([.. version.Stages.Select(stage => JsonValue.Create(stage))]),
    };

    private static AwsErrorException NotFound(string message) => new("ResourceNotFoundException", message);
}
