using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// The approved template of the stack, with its intrinsic functions resolved as in a deployment.
/// </summary>
/// <param name="parameters">The parameters of the deployment. Every other parameter has its default.</param>
/// <param name="resources">The results of Ref and Fn::GetAtt Arn for the resources that exist in moto.</param>
internal sealed class DeployedTemplate(
    IReadOnlyDictionary<string, string> parameters, IReadOnlyDictionary<string, CreatedResource> resources)
{
    public const string AccountId = "123456789012";
    public const string Region = "us-east-1";

    private const string Approved =
        "test/ControlTowerLifecycle.Cdk.Tests/Approved/ControlTowerLifecycle.template.json";

    private static readonly JsonObject Template =
        JsonNode.Parse(File.ReadAllText(Path.Join(RepositoryRoot.Path, Approved)))!.AsObject();

    public static IEnumerable<string> FindIds(string type) => Template["Resources"]!.AsObject()
        .Where(resource => (string?)resource.Value!["Type"] == type)
        .Select(resource => resource.Key);

    /// <summary>Reads a property that uses no intrinsic function.</summary>
    public static JsonNode ReadProperty(string id, string property) => Properties(id)[property]!.DeepClone();

    /// <summary>The Sid of every statement of a role, whether its condition holds or not.</summary>
    public static IEnumerable<string> ReadSids(string role) =>
        [.. FindSids(Properties(role)["Policies"]), .. FindSids(Properties(OwnPolicy(role)))];

    /// <summary>The inline policies of a role by name, with the one that CloudFormation adds later.</summary>
    public IReadOnlyDictionary<string, JsonObject> ReadPolicies(string role) =>
        Resolve(Properties(role)["Policies"])!.AsArray().Append(Resolve(Properties(OwnPolicy(role)))).ToDictionary(
            policy => (string)policy!["PolicyName"]!,
            policy => policy!["PolicyDocument"]!.AsObject(),
            StringComparer.Ordinal);

    /// <summary>The environment variables of a function.</summary>
    public IEnumerable<KeyValuePair<string, string>> ReadVariables(string function) =>
        Resolve(Properties(function)["Environment"]!["Variables"])!.AsObject()
            .Where(variable => variable.Value is not null)
            .Select(variable => KeyValuePair.Create(variable.Key, variable.Value!.ToString()));

    /// <summary>True if the resource has no condition or its condition holds.</summary>
    public bool Includes(string id) =>
        (string?)Template["Resources"]![id]!["Condition"] is not { } condition || Holds(condition);

    private static string OwnPolicy(string role) => role[..^"Role".Length] + "Policy";

    private static JsonNode Properties(string id) => Template["Resources"]![id]!["Properties"]!;

    private static IEnumerable<string> FindSids(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(FindSids),
        JsonObject members when (string?)members["Sid"] is { } sid => [sid],
        JsonObject members => members.SelectMany(member => FindSids(member.Value)),
        _ => [],
    };

    private JsonNode? Resolve(JsonNode? node) => node switch
    {
        JsonArray items => new JsonArray([.. items.Select(Resolve).Where(item => item is not null)]),
        JsonObject { Count: 1 } call when Function(call.First().Key) is { } function => function(call.First().Value!),
        JsonObject members => new JsonObject(
            members.Select(member => KeyValuePair.Create(member.Key, Resolve(member.Value)))),
        _ => node?.DeepClone(),
    };

    private Func<JsonNode, JsonNode?>? Function(string name) => name switch
    {
        "Ref" => argument => Ref((string)argument!),
        "Fn::GetAtt" => argument => Arn((string)argument[0]!, (string)argument[1]!),
        "Fn::Join" => argument => Join(argument),
        "Fn::If" => argument => Resolve(argument[Holds((string)argument[0]!) ? 1 : 2]),
        _ when name.StartsWith("Fn::", StringComparison.Ordinal) =>
            throw new NotSupportedException($"The template uses {name}: implement it here."),
        _ => null,
    };

    private JsonNode? Ref(string name) => name switch
    {
        "AWS::NoValue" => null,
        "AWS::Partition" => "aws",
        "AWS::Region" => Region,
        "AWS::AccountId" => AccountId,
        _ when parameters.TryGetValue(name, out var value) => value,
        _ when Template["Parameters"]![name] is { } parameter => parameter["Default"]!.ToString(),
        _ => Find(name).Ref,
    };

    private JsonNode Arn(string id, string attribute) => attribute == "Arn"
        ? Find(id).Arn
        : throw new NotSupportedException($"The template uses {id}.{attribute}: implement it here.");

    /// <summary>
    /// Log groups, keys and other resources that the functions do not call here do not exist in moto.
    /// </summary>
    private CreatedResource Find(string id) => resources.TryGetValue(id, out var created)
        ? created
        : new CreatedResource(id, $"arn:aws:elsewhere:{Region}:{AccountId}:{id}");

    private string Join(JsonNode argument) =>
        string.Join((string?)argument[0], Resolve(argument[1])!.AsArray().Select(part => part!.ToString()));

    private bool Holds(string condition) => IsTrue(Template["Conditions"]![condition]!);

    private bool IsTrue(JsonNode expression) => expression.AsObject().Single() switch
    {
        ("Fn::And", { } operands) => operands.AsArray().All(operand => IsTrue(operand!)),
        ("Fn::Not", { } operand) => !IsTrue(operand[0]!),
        ("Condition", { } name) => Holds((string)name!),
        ("Fn::Equals", { } operands) =>
            JsonNode.DeepEquals(Resolve(operands[0]), Resolve(operands[1])),
        var (name, _) => throw new NotSupportedException($"A condition uses {name}: implement it here."),
    };
}

/// <summary>The results of Ref and Fn::GetAtt Arn for a resource.</summary>
internal sealed record CreatedResource(string Ref, string Arn);
