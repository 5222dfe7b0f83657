using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.CloudAccounts.Role;

namespace ControlTowerLifecycle.Tests.VendorTemplate;

/// <summary>A template that begins equal to the policies of this program. A test changes it.</summary>
internal sealed class SampleTemplate
{
    private readonly SortedDictionary<string, JsonObject> _statements = new(StringComparer.Ordinal);

    public SampleTemplate()
    {
        foreach (var policy in VisionOnePolicies.All)
            _statements[policy.Name] = JsonNode.Parse(policy.Document.Json)!["Statement"]![0]!.DeepClone().AsObject();
    }

    public JsonObject Statement(string policy)
    {
        if (!_statements.TryGetValue(policy, out var statement))
        {
            statement = new JsonObject { ["Effect"] = "Allow", ["Action"] = new JsonArray(), ["Resource"] = "*" };
            _statements[policy] = statement;
        }

        return statement;
    }

    public ActionList Actions(string policy) => new(Statement(policy)["Action"]!.AsArray());

    public void Remove(string policy) => _statements.Remove(policy);

    public string ToJson() => new JsonObject
    {
        ["Resources"] = new JsonObject(_statements.Select((entry, index) => KeyValuePair.Create($"Policy{index}", (JsonNode?)new JsonObject
        {
            ["Type"] = "AWS::IAM::ManagedPolicy",
            ["Properties"] = new JsonObject
            {
                ["ManagedPolicyName"] = new JsonObject { ["Fn::Sub"] = $"{entry.Key}${{Suffix}}" },
                ["PolicyDocument"] = new JsonObject
                {
                    ["Version"] = "2012-10-17",
                    ["Statement"] = new JsonArray(entry.Value.DeepClone()),
                },
            },
        }))),
    }.ToJsonString();

    /// <summary>The policies under their resource's name, in the style of a template that was written by hand.</summary>
    public string ToYaml()
    {
        var yaml = new StringBuilder("AWSTemplateFormatVersion: '2010-09-09'\nParameters:\n  Suffix: {Type: String}\nResources:\n");
        foreach (var (name, statement) in _statements)
        {
            yaml.Append($"  {name}:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n")
                .Append("      Description: !Sub 'Policy of ${AWS::StackName}'\n")
                .Append("      PolicyDocument:\n        Version: \"2012-10-17\"\n        Statement:\n")
                .Append("          - Effect: Allow\n            Resource: '*'\n            Action:\n");
            foreach (var action in statement["Action"]!.AsArray())
                yaml.Append($"              - {action}\n");
        }

        return yaml.ToString();
    }

    internal sealed class ActionList(JsonArray actions)
    {
        public void Add(string action) => actions.Add(JsonValue.Create(action));

        public void Remove(string action) => actions.Remove(actions.Single(existing => existing!.GetValue<string>() == action));
    }
}
