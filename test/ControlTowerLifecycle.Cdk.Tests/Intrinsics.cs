using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// Works CloudFormation's functions out, with names or with values in the place of what only a deployment knows.
/// </summary>
internal sealed class Intrinsics(Func<string, string> reference, Func<string, string, string> attribute, Func<string,
    JsonNode?, JsonNode?, JsonNode?> either)
{
    /// <summary>For people: <c>arn:&lt;Partition&gt;:iam::*:role/&lt;ExecutionRoleName&gt;</c>.</summary>
    public static Intrinsics Named { get; } = new(
        name => $"<{(name.StartsWith("AWS::", StringComparison.Ordinal) ? name[5..] : name)}>",
        (id, _) => $"<{id}>",
        (_, then, otherwise) => $"{then}{(otherwise is null ? "" : $" or {otherwise}")}");

    /// <summary>
    /// As deployed: conditions are true, and what is made has an ARN of its own. A parameter has its default, or the
    /// value given.
    /// </summary>
    public static Intrinsics Deployed(
        Template template, string partition, string region, IReadOnlyDictionary<string, string>? parameters = null) =>
            new(
        name => name switch
        {
            "AWS::Partition" => partition,
            "AWS::Region" => region,
            "AWS::AccountId" => Synthesized.Account,
            "AWS::StackName" => LifecycleApp.StackName,
            "AWS::URLSuffix" => partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
            _ when parameters?.TryGetValue(name, out var value) == true => value,
            _ when template.Parameters[name] is { } parameter => parameter["Default"]?.ToString() ?? "",
            _ => ArnOf(template, partition, region, name),
        },
        (id, _) => ArnOf(template, partition, region, id),
        (_, then, _) => then);

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
            either((string)argument[0]!, Resolve(argument[1]), IsNoValue(argument[2]) ? null : Resolve(argument[2])),
        _ => null,
    };

    private static bool IsNoValue(JsonNode? node) => node is JsonObject only && (string?)only["Ref"] == "AWS::NoValue";

    private static string ArnOf(Template template, string partition, string region, string id)
    {
        var here = $"{region}:{Synthesized.Account}";
        return (string?)template.Resource(id)["Type"] switch
        {
            "AWS::SQS::Queue" => $"arn:{partition}:sqs:{here}:{id}",
            "AWS::DynamoDB::Table" => $"arn:{partition}:dynamodb:{here}:table/{id}",
            "AWS::SNS::Topic" => $"arn:{partition}:sns:{here}:{id}",
            "AWS::KMS::Key" => $"arn:{partition}:kms:{here}:key/{id}",
            "AWS::Lambda::Function" => $"arn:{partition}:lambda:{here}:function:{id}",
            "AWS::Events::Rule" => $"arn:{partition}:events:{here}:rule/{id}",
            "AWS::Logs::LogGroup" => $"arn:{partition}:logs:{here}:log-group:{id}:*",
            "AWS::SecretsManager::Secret" => $"arn:{partition}:secretsmanager:{here}:secret:{id}-AbCdEf",
            var type => throw new InvalidOperationException($"{id} is a {type}, whose ARN nobody asked for yet"),
        };
    }
}
