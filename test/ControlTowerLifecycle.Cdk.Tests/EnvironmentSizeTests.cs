using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// Lambda takes 4 KB of environment variables, measured as JSON. A function that has more is refused halfway through a
/// deployment, so the longest values that the template takes have to fit together.
/// </summary>
public sealed class EnvironmentSizeTests
{
    private const int TakenByLambda = 4096;

    /// <summary>Of a stack; CloudFormation names resources after it, with an id of its own at the end.</summary>
    private const int LongestStackName = 128;
    private const int OwnId = 13;

    private static readonly JsonSerializerOptions AsLambdaMeasures =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Template Template => Synthesized.Lifecycle;

    [Theory]
    [InlineData("LifecycleFunction")]
    [InlineData("BackfillFunction")]
    public void The_longest_values_that_the_template_takes_fit_together(string function)
    {
        var longest = new JsonObject(Template.Properties(function)["Environment"]!["Variables"]!.AsObject()
            .Select(one => KeyValuePair.Create(one.Key, (JsonNode?)new string('x', Longest(one.Value!)))));

        Assert.InRange(longest.ToJsonString(AsLambdaMeasures).Length, 1, TakenByLambda);
    }

    private static int Longest(JsonNode value) => value switch
    {
        JsonValue text => ((string)text!).Length,
        _ when value["Fn::If"] is { } choice => Math.Max(Longest(choice[1]!), Longest(choice[2]!)),
        _ when (string?)value["Ref"] == "AWS::AccountId" => Synthesized.Account.Length,
        _ when Template.Parameters[(string)value["Ref"]!] is { } parameter => OfParameter(parameter),
        _ => OfResource((string)value["Ref"]!),
    };

    private static int OfParameter(JsonNode parameter) => parameter switch
    {
        _ when parameter["AllowedValues"] is JsonArray values => values.Max(one => one!.ToString().Length),
        _ when parameter["MaxLength"] is { } longest => (int)longest,
        _ when (string?)parameter["AllowedPattern"] == @"^\d{12}$" => Synthesized.Account.Length,
        _ => throw new InvalidOperationException($"A variable of a function has to have a longest length: {parameter}"),
    };

    private static int OfResource(string id)
    {
        const string somewhere = "ap-northeast-1.amazonaws.com.cn:111122223333:";
        var name = LongestStackName + id.Length + OwnId + 2;
        return (string?)Template.Resource(id)["Type"] switch
        {
            // A queue's name has 80 characters at most.
            "AWS::SQS::Queue" => $"https://sqs.{somewhere}".Length + 80,
            "AWS::SNS::Topic" => $"arn:aws-us-gov:sns:{somewhere}".Length + name,
            "AWS::SecretsManager::Secret" => $"arn:aws-us-gov:secretsmanager:{somewhere}secret:".Length + name,
            "AWS::DynamoDB::Table" => name,
            var type => throw new InvalidOperationException($"{id} is a {type}, whose longest name nobody asked for yet"),
        };
    }
}
