using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// Resolves CloudFormation's functions, with names or with values for what only a deployment knows.
/// </summary>
internal sealed class IntrinsicFunctions(
    Func<string, string> reference, Func<string, string, string> attribute,
    Func<string, JsonNode?, JsonNode?, JsonNode?> choice)
{
    /// <summary>Readable, such as <c>arn:&lt;Partition&gt;:iam::*:role/&lt;ExecutionRoleName&gt;</c>.</summary>
    public static IntrinsicFunctions Named { get; } = new(
        name => $"<{(name.StartsWith("AWS::", StringComparison.Ordinal) ? name[5..] : name)}>",
        (id, _) => $"<{id}>",
        (_, then, otherwise) => $"{then}{(otherwise is null ? "" : $" or {otherwise}")}");

    /// <summary>
    /// As deployed: conditions are true, unless stated otherwise, and resources have ARNs. A parameter has its default or
    /// the given value.
    /// </summary>
    public static IntrinsicFunctions Deployed(
        Template template, string partition, string region, IReadOnlyDictionary<string, string>? parameters = null,
        Func<string, bool>? isTrue = null) =>
        new(
        name => name switch
        {
            "AWS::Partition" => partition,
            "AWS::Region" => region,
            "AWS::AccountId" => SynthesizedApp.Account,
            "AWS::StackName" => LifecycleApp.StackName,
            "AWS::URLSuffix" => partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
            _ when parameters?.TryGetValue(name, out var value) == true => value,
            _ when template.Parameters[name] is { } parameter => parameter["Default"]?.ToString() ?? "",
            _ => Arn(template, partition, region, name),
        },
        (id, _) => Arn(template, partition, region, id),
        (condition, then, otherwise) => isTrue?.Invoke(condition) == false ? otherwise : then);

    public JsonNode? Resolve(JsonNode? node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(Resolve).Where(item => item is not null)]),
        JsonObject { Count: 1 } single => Function(single.First().Key, single.First().Value!) ?? Members(single),
        JsonObject members => Members(members),
        _ => node?.DeepClone(),
    };

    private JsonObject Members(JsonObject members) =>
        new(members.Select(pair => KeyValuePair.Create(pair.Key, Resolve(pair.Value))));

    private JsonNode? Function(string name, JsonNode argument) => name switch
    {
        "Ref" => reference((string)argument!),
        "Fn::GetAtt" => attribute((string)argument[0]!, (string)argument[1]!),
        "Fn::Join" => string.Join((string?)argument[0], argument[1]!.AsArray().Select(part => (string?)Resolve(part))),
        "Fn::If" =>
            choice((string)argument[0]!, Resolve(argument[1]), IsNoValue(argument[2]) ? null : Resolve(argument[2])),
        _ => null,
    };

    private static bool IsNoValue(JsonNode? node) => node is JsonObject only && (string?)only["Ref"] == "AWS::NoValue";

    private static string Arn(Template template, string partition, string region, string id)
    {
        var here = $"{region}:{SynthesizedApp.Account}";
        return (string?)template.Resource(id)["Type"] switch
        {
            "AWS::SQS::Queue" => $"arn:{partition}:sqs:{here}:{id}",
            "AWS::DynamoDB::Table" => $"arn:{partition}:dynamodb:{here}:table/{id}",
            "AWS::SNS::Topic" => $"arn:{partition}:sns:{here}:{id}",
            "AWS::KMS::Key" => $"arn:{partition}:kms:{here}:key/{id}",
            "AWS::Lambda::Function" => $"arn:{partition}:lambda:{here}:function:{id}",
            "AWS::IAM::Role" => $"arn:{partition}:iam::{SynthesizedApp.Account}:role/{id}",
            "AWS::Events::Rule" => $"arn:{partition}:events:{here}:rule/{id}",
            "AWS::Logs::LogGroup" => $"arn:{partition}:logs:{here}:log-group:{id}:*",
            "AWS::SecretsManager::Secret" => $"arn:{partition}:secretsmanager:{here}:secret:{id}-AbCdEf",
            var type => throw new InvalidOperationException($"add the ARN of {type} ({id}) here"),
        };
    }
}
