using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// Lambda allows 4 KB of environment variables, measured as JSON. A function with more fails in the middle of a
/// deployment, so the longest allowed values must fit together.
/// </summary>
public sealed class EnvironmentSizeTests
{
    private const int LambdaLimit = 4096;

    /// <summary>CloudFormation names a resource STACK-RESOURCE-SUFFIX.</summary>
    private const int LongestStackName = 128;
    private const int SuffixLength = 13;

    private static readonly JsonSerializerOptions LambdaJson =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Template Template => SynthesizedApp.Lifecycle;

    [Theory]
    [InlineData("LifecycleFunction", "WithWorkloadSecurity")]
    [InlineData("BackfillFunction", "WithWorkloadSecurity")]
    [InlineData("LifecycleFunction", "WithCloudAccounts")]
    [InlineData("BackfillFunction", "WithCloudAccounts")]
    public void Longest_allowed_values_of_one_protection_fit_into_the_environment(string function, string protection) =>
        Assert.InRange(Length(function, [protection], Longest), 1, LambdaLimit);

    [Fact]
    public void Longest_allowed_values_of_a_support_case_fit_into_the_environment() =>
        Assert.InRange(Length("SupportCaseFunction", [], Longest), 1, LambdaLimit);

    /// <summary>docs/deploy.md states how much the three lists may hold together with both protections.</summary>
    [Theory]
    [InlineData("LifecycleFunction")]
    [InlineData("BackfillFunction")]
    public void Longest_allowed_values_of_both_protections_leave_the_documented_room_for_the_lists(string function)
    {
        const int documented = 200;
        string[] both = ["WithWorkloadSecurity", "WithCloudAccounts"];

        Assert.InRange(Length(function, both, LongestButTheLists) + documented, 1, LambdaLimit);
        Assert.Contains(
            $"the three lists hold {documented} characters together",
            File.ReadAllText(SourceTree.File("docs/deploy.md")),
            StringComparison.Ordinal);
    }

    private static int Length(string function, string[] protections, Func<JsonNode, int> lengthOf) =>
        new JsonObject(
            from variable in Template.Properties(function)["Environment"]!["Variables"]!.AsObject()
            let choice = (variable.Value as JsonObject)?["Fn::If"]
            where choice is null || protections.Contains((string?)choice[0], StringComparer.Ordinal)
            select KeyValuePair.Create(
                variable.Key, (JsonNode?)new string('x', lengthOf(choice?[1] ?? variable.Value!))))
        .ToJsonString(LambdaJson).Length;

    private static int LongestButTheLists(JsonNode value) =>
        (string?)(value as JsonObject)?["Ref"] is "IncludeOrganizationalUnits" or "ExcludeOrganizationalUnits" or "ExcludeAccounts"
            ? 0
            : Longest(value);

    private static int Longest(JsonNode value) => value switch
    {
        JsonValue text => ((string)text!).Length,
        _ when value["Fn::If"] is { } choice => Math.Max(Longest(choice[1]!), Longest(choice[2]!)),
        _ when (string?)value["Ref"] == "AWS::AccountId" => SynthesizedApp.Account.Length,
        _ when Template.Parameters[(string)value["Ref"]!] is { } parameter => LongestParameter(parameter),
        _ => LongestReference((string)value["Ref"]!),
    };

    private static int LongestParameter(JsonNode parameter) => parameter switch
    {
        _ when parameter["AllowedValues"] is JsonArray values => values.Max(value => value!.ToString().Length),
        _ when parameter["MaxLength"] is { } longest => (int)longest,
        _ when (string?)parameter["AllowedPattern"] == @"^\d{12}$" => SynthesizedApp.Account.Length,
        _ => throw new InvalidOperationException($"A variable of a function needs a maximum length: {parameter}"),
    };

    private static int LongestReference(string id)
    {
        const string place = "ap-northeast-1.amazonaws.com.cn:111122223333:";
        var name = LongestStackName + id.Length + SuffixLength + 2;
        return (string?)Template.Resource(id)["Type"] switch
        {
            // The name of a queue has at most 80 characters.
            "AWS::SQS::Queue" => $"https://sqs.{place}".Length + 80,
            "AWS::SNS::Topic" => $"arn:aws-us-gov:sns:{place}".Length + name,
            "AWS::SecretsManager::Secret" => $"arn:aws-us-gov:secretsmanager:{place}secret:".Length + name,
            "AWS::DynamoDB::Table" => name,
            var type => throw new InvalidOperationException($"add the longest name of {type} ({id}) here"),
        };
    }
}
