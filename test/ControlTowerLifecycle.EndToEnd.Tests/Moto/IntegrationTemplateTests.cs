using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>
/// The templates of docs/integrations, deployed into moto, and the events that reach their rules. The CloudFormation of moto
/// has no connections and API destinations: they are created by their own calls, from the properties in the template.
/// </summary>
public sealed partial class IntegrationTemplateTests(MotoProcess moto) : IClassFixture<MotoProcess>
{
    private const string Account = "123456789012";
    private const string Region = "eu-west-1";
    private const string Probe = "probe";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string[], string[]> Templates => new()
    {
        { "cmdb", ["Endpoint=https://cmdb.example.com/accounts", "ApiKey=not-a-key"], ["account-onboarded", "account-rejected"] },
        { "billing", [], ["account-onboarded"] },
        { "scan", [$"StateMachineArn=arn:aws:states:{Region}:{Account}:stateMachine:scan"], ["account-onboarded"] },
        { "ticket", ["Endpoint=https://tickets.example.com/", "UserName=trend", "Password=not-a-password"], ["account-rejected"] },
    };

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task Rule_of_the_deployed_template_selects_exactly_its_events(string name, string[] parameters, string[] expected)
    {
        moto.Require();
        using var http = new HttpClient { BaseAddress = moto.Endpoint };
        var calls = new UnsignedCalls(http, Region);
        await calls.ResetAsync(Token);
        await DeployAsync(calls, name, parameters);

        var queue = (string)(await CallAsync(calls, "sqs", "AmazonSQS", "CreateQueue", new JsonObject { ["QueueName"] = Probe }))["QueueUrl"]!;
        var rule = Assert.Single((await EventsAsync(calls, "ListRules", []))["Rules"]!.AsArray())!;
        var target = Assert.Single((await EventsAsync(calls, "ListTargetsByRule", new JsonObject { ["Rule"] = (string)rule["Name"]! }))["Targets"]!.AsArray())!;
        // moto has no input templates with JSON texts and no state machine as a target.
        await EventsAsync(calls, "RemoveTargets", new JsonObject
        {
            ["Rule"] = (string)rule["Name"]!,
            ["Ids"] = new JsonArray((string)target["Id"]!),
        });
        await EventsAsync(calls, "PutTargets", new JsonObject
        {
            ["Rule"] = (string)rule["Name"]!,
            ["Targets"] = new JsonArray(new JsonObject { ["Id"] = Probe, ["Arn"] = $"arn:aws:sqs:{Region}:{Account}:{Probe}" }),
        });

        List<string> reached = [];
        foreach (var example in new[] { "account-onboarded", "account-rejected" })
        {
            await PutAsync(calls, example);
            var received = await CallAsync(calls, "sqs", "AmazonSQS", "ReceiveMessage", new JsonObject { ["QueueUrl"] = queue, ["MaxNumberOfMessages"] = 10 });
            if (received["Messages"] is JsonArray { Count: > 0 })
                reached.Add(example);
            await CallAsync(calls, "sqs", "AmazonSQS", "PurgeQueue", new JsonObject { ["QueueUrl"] = queue });
        }

        Assert.Equal(expected, reached);
        Assert.NotEmpty((string)target["Arn"]!);
    }

    [Fact]
    public void Every_template_is_deployed() => Assert.Equal(
        Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal),
        Templates.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    private static string Folder => Path.Combine(RepositoryRoot.Path, "docs", "integrations");

    private static async Task DeployAsync(UnsignedCalls calls, string name, string[] parameters)
    {
        var template = await File.ReadAllTextAsync(Path.Combine(Folder, $"{name}.yaml"), Token);
        while (Unsupported().Match(template) is { Success: true } resource)
        {
            var (id, isConnection) = (resource.Groups["id"].Value, resource.Groups["type"].Value == "Connection");
            var created = await (isConnection
                ? EventsAsync(calls, "CreateConnection", new JsonObject
                {
                    ["Name"] = id,
                    ["AuthorizationType"] = "API_KEY",
                    ["AuthParameters"] = new JsonObject
                    {
                        ["ApiKeyAuthParameters"] = new JsonObject { ["ApiKeyName"] = "X-Api-Key", ["ApiKeyValue"] = "not-a-key" },
                    },
                })
                : EventsAsync(calls, "CreateApiDestination", new JsonObject
                {
                    ["Name"] = id,
                    ["ConnectionArn"] = Arn().Match(resource.Value).Value,
                    ["HttpMethod"] = HttpMethod().Match(resource.Value).Groups["method"].Value,
                    ["InvocationEndpoint"] = "https://example.com/",
                    ["InvocationRateLimitPerSecond"] = 1,
                }));
            var arn = (string)created[isConnection ? "ConnectionArn" : "ApiDestinationArn"]!;
            template = template.Replace(resource.Value, "", StringComparison.Ordinal)
                .Replace($"!GetAtt {id}.Arn", $"\"{arn}\"", StringComparison.Ordinal);
        }

        await calls.QueryAsync(
            "cloudformation",
            Account,
            [
                ("Action", "CreateStack"), ("Version", "2010-05-15"), ("StackName", name), ("TemplateBody", template),
                ("Capabilities.member.1", "CAPABILITY_IAM"),
                .. parameters.SelectMany((parameter, index) => new[]
                {
                    ($"Parameters.member.{index + 1}.ParameterKey", parameter.Split('=', 2)[0]),
                    ($"Parameters.member.{index + 1}.ParameterValue", parameter.Split('=', 2)[1]),
                }),
            ],
            Token);
        var stack = await calls.QueryAsync(
            "cloudformation", Account, [("Action", "DescribeStacks"), ("Version", "2010-05-15"), ("StackName", name)], Token);
        Assert.Equal("CREATE_COMPLETE", stack["StackStatus"]);
    }

    private static async Task PutAsync(UnsignedCalls calls, string example)
    {
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(RepositoryRoot.Path, "docs", "events", $"{example}.example.json"), Token))!;
        var put = await EventsAsync(calls, "PutEvents", new JsonObject
        {
            ["Entries"] = new JsonArray(new JsonObject
            {
                ["Source"] = (string)sample["source"]!,
                ["DetailType"] = (string)sample["detail-type"]!,
                ["Detail"] = sample["detail"]!.ToJsonString(),
            }),
        });
        Assert.Equal(0, (int)put["FailedEntryCount"]!);
    }

    private static Task<JsonNode> EventsAsync(UnsignedCalls calls, string operation, JsonObject body) =>
        CallAsync(calls, "events", "AWSEvents", operation, body);

    private static Task<JsonNode> CallAsync(
        UnsignedCalls calls, string service, string target, string operation, JsonObject body) =>
        calls.JsonAsync(service, target, operation, Account, body, Token);

    [GeneratedRegex(@"^  (?<id>\w+):\n    Type: AWS::Events::(?<type>Connection|ApiDestination)\n(    .*\n)+\n", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Unsupported();

    [GeneratedRegex(@"HttpMethod: (?<method>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HttpMethod();

    [GeneratedRegex(@"arn:aws:events:[^\s""]+:connection/[^\s""]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Arn();
}
