using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// The approved template of the stack, with CloudFormation's functions worked out as for a deployment.
/// </summary>
/// <param name="parameters">The parameters that are given; every other one has its default.</param>
/// <param name="resources">What Ref and Arn of a resource are, for those that were made.</param>
internal sealed class DeployedTemplate(
    IReadOnlyDictionary<string, string> parameters, IReadOnlyDictionary<string, CreatedResource> resources)
{
    public const string AccountId = "123456789012";
    public const string Region = "us-east-1";

    private const string Approved =
        "test/ControlTowerLifecycle.Cdk.Tests/Approved/ControlTowerLifecycle.template.json";

    private static readonly JsonObject Template =
        JsonNode.Parse(File.ReadAllText(Path.Join(RepositoryRoot.Path, Approved)))!.AsObject();

    public static IEnumerable<string> IdsOf(string type) => Template["Resources"]!.AsObject()
        .Where(resource => (string?)resource.Value!["Type"] == type)
        .Select(resource => resource.Key);

    /// <summary>A property of a resource that uses no function.</summary>
    public static JsonNode Plain(string id, string property) => Properties(id)[property]!.DeepClone();

    /// <summary>The statements of a role whatever their condition, as their Sid.</summary>
    public static IEnumerable<string> StatementsOf(string role) => SidsIn(Properties(role)["Policies"]);

    /// <summary>The inline policies of a role by their names.</summary>
    public IReadOnlyDictionary<string, JsonObject> PoliciesOf(string role) =>
        Resolve(Properties(role)["Policies"])!.AsArray().ToDictionary(
            policy => (string)policy!["PolicyName"]!,
            policy => policy!["PolicyDocument"]!.AsObject(),
            StringComparer.Ordinal);

    /// <summary>The environment variables that a function gets.</summary>
    public IEnumerable<KeyValuePair<string, string>> VariablesOf(string function) =>
        Resolve(Properties(function)["Environment"]!["Variables"])!.AsObject()
            .Select(variable => KeyValuePair.Create(variable.Key, variable.Value!.ToString()));

    /// <summary>Whether a resource is made, where its condition decides that.</summary>
    public bool Has(string id) =>
        (string?)Template["Resources"]![id]!["Condition"] is not { } condition || Holds(condition);

    private static JsonNode Properties(string id) => Template["Resources"]![id]!["Properties"]!;

    private static IEnumerable<string> SidsIn(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(SidsIn),
        JsonObject members when (string?)members["Sid"] is { } sid => [sid],
        JsonObject members => members.SelectMany(member => SidsIn(member.Value)),
        _ => [],
    };

    private JsonNode? Resolve(JsonNode? node) => node switch
    {
        JsonArray items => new JsonArray([.. items.Select(Resolve).Where(item => item is not null)]),
        JsonObject { Count: 1 } one when Function(one.First().Key) is { } function => function(one.First().Value!),
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
            throw new NotSupportedException($"The template uses {name}: work it out here."),
        _ => null,
    };

    private JsonNode? Ref(string name) => name switch
    {
        "AWS::NoValue" => null,
        "AWS::Partition" => "aws",
        "AWS::Region" => Region,
        "AWS::AccountId" => AccountId,
        _ when parameters.TryGetValue(name, out var given) => given,
        _ when Template["Parameters"]![name] is { } parameter => parameter["Default"]!.ToString(),
        _ => Made(name).Ref,
    };

    private JsonNode Arn(string id, string attribute) => attribute == "Arn"
        ? Made(id).Arn
        : throw new NotSupportedException($"The template uses {id}.{attribute}: work it out here.");

    /// <summary>Logs, keys and whatever else is not made in moto, for the functions do not call them here.</summary>
    private CreatedResource Made(string id) => resources.TryGetValue(id, out var made)
        ? made
        : new CreatedResource(id, $"arn:aws:elsewhere:{Region}:{AccountId}:{id}");

    private string Join(JsonNode argument) =>
        string.Join((string?)argument[0], Resolve(argument[1])!.AsArray().Select(part => part!.ToString()));

    private bool Holds(string condition) => IsTrue(Template["Conditions"]![condition]!);

    private bool IsTrue(JsonNode expression) => expression.AsObject().Single() switch
    {
        ("Fn::Not", { } operand) => !IsTrue(operand[0]!),
        ("Fn::Equals", { } operands) =>
            JsonNode.DeepEquals(Resolve(operands[0]), Resolve(operands[1])),
        var (name, _) => throw new NotSupportedException($"A condition uses {name}: work it out here."),
    };
}

/// <summary>What CloudFormation says of a resource that it has made.</summary>
internal sealed record CreatedResource(string Ref, string Arn);
