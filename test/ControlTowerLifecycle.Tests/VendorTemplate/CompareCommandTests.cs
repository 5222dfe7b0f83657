using System.Text.Json.Nodes;
using ControlTowerLifecycle.VendorTemplate;

namespace ControlTowerLifecycle.Tests.VendorTemplate;

public sealed class CompareCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("vendor-template-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Equal_template_in_YAML_exits_with_0()
    {
        Assert.Equal(0, await CompareAsync(new SampleTemplate().ToYaml()));

        Assert.Equal(
            [
                "VisionOnePolicyPart1: equal", "VisionOnePolicyPart2: equal", "VisionOnePolicyPart3: equal",
                "The template allows what this program writes.",
            ],
            _output.ToString().TrimEnd().Split(Environment.NewLine));
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task Equal_template_in_JSON_exits_with_0() =>
        Assert.Equal(0, await CompareAsync(new SampleTemplate().ToJson()));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Added_and_removed_actions_are_listed_with_their_policy(bool isYaml)
    {
        var template = new SampleTemplate();
        template.Actions("VisionOnePolicyPart2").Add("bedrock:ListAgents");
        template.Actions("VisionOnePolicyPart3").Remove("ssm:PutParameter");

        Assert.Equal(1, await CompareAsync(isYaml ? template.ToYaml() : template.ToJson()));

        Assert.Equal(
            [
                "VisionOnePolicyPart1: equal", "VisionOnePolicyPart2: 1 added, 0 removed", "  + bedrock:ListAgents",
                "VisionOnePolicyPart3: 0 added, 1 removed", "  - ssm:PutParameter",
                "Copy the statements into src/ControlTowerLifecycle/CloudAccounts/Role, and update docs/cloud-accounts.md.",
            ],
            _output.ToString().TrimEnd().Split(Environment.NewLine));
    }

    [Fact]
    public async Task Additional_policy_is_a_difference()
    {
        var template = new SampleTemplate();
        template.Actions("VisionOnePolicyPart4").Add("bedrock:ListAgents");

        Assert.Equal(1, await CompareAsync(template.ToYaml()));

        Assert.Contains("VisionOnePolicyPart4: 1 added, 0 removed", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_policy_is_a_difference()
    {
        var template = new SampleTemplate();
        template.Remove("VisionOnePolicyPart3");

        Assert.Equal(1, await CompareAsync(template.ToYaml()));

        Assert.Contains("  - xray:GetEncryptionConfig", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_of_an_action_is_no_difference()
    {
        var template = new SampleTemplate();
        template.Actions("VisionOnePolicyPart3").Remove("ssm:PutParameter");
        template.Actions("VisionOnePolicyPart3").Add("SSM:putparameter");

        Assert.Equal(0, await CompareAsync(template.ToYaml()));
    }

    [Theory]
    [InlineData("Resource", """["arn:aws:s3:::one"]""", """  + sqs:ListQueues on ["arn:aws:s3:::one"]""")]
    [InlineData("Effect", "\"Deny\"", "  + Deny sqs:ListQueues")]
    [InlineData("Condition", """{"Bool":{"aws:SecureTransport":"true"}}""", """  + sqs:ListQueues if {"Bool":{"aws:SecureTransport":"true"}}""")]
    public async Task Change_beside_the_action_is_a_difference(string member, string value, string line)
    {
        var template = new SampleTemplate();
        template.Statement("VisionOnePolicyPart3")[member] = JsonNode.Parse(value);

        Assert.Equal(1, await CompareAsync(template.ToJson()));

        Assert.Contains(line, _output.ToString().Split(Environment.NewLine));
        Assert.Contains("  - sqs:ListQueues", _output.ToString().Split(Environment.NewLine));
    }

    [Fact]
    public async Task Conditional_statement_and_action_are_compared()
    {
        var template = new SampleTemplate();
        template.Actions("VisionOnePolicyPart1").Add("bedrock:ListAgents");
        var yaml = template.ToYaml().Replace(
            "- bedrock:ListAgents", "- !If [IsCore, 'bedrock:ListAgents', !Ref 'AWS::NoValue']", StringComparison.Ordinal);

        Assert.Equal(1, await CompareAsync(yaml));

        Assert.Contains("VisionOnePolicyPart1: 1 added, 0 removed", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_can_be_one_JSON_document()
    {
        var template = new SampleTemplate();
        template.Actions("VisionOnePolicyPart2").Add("bedrock:ListAgents");

        Assert.Equal(1, await CompareAsync(template.ToYaml(), "--json"));

        var result = JsonNode.Parse(_output.ToString())!;
        Assert.False((bool)result["equal"]!);
        Assert.Equal("""{"name":"VisionOnePolicyPart2","added":["bedrock:ListAgents"],"removed":[]}""", result["policies"]![1]!.ToJsonString());
    }

    [Theory]
    [InlineData("Resources: {}", "has no policy VisionOnePolicyPart1")]
    [InlineData("{\"Resources\":", "is neither JSON nor YAML")]
    [InlineData("a: [", "is neither JSON nor YAML")]
    [InlineData("a: 1\n---\nb: 2", "has 2 YAML documents")]
    [InlineData("", "has 0 YAML documents")]
    public async Task Other_file_exits_with_2_and_a_sentence(string text, string sentence)
    {
        Assert.Equal(2, await CompareAsync(text));

        Assert.Contains(sentence, _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task Aliases_do_not_make_the_file_large()
    {
        var yaml = string.Concat(
            "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n",
            string.Concat(Enumerable.Range(1, 12).Select(i =>
                $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n")));

        Assert.Equal(2, await CompareAsync(yaml));

        Assert.Contains("too large for a template", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_file_exits_with_2()
    {
        Assert.Equal(2, await RunAsync(Path.Combine(_directory, "none.yaml")));

        Assert.Contains("cannot be read", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_argument_exits_with_2_and_the_usage()
    {
        Assert.Equal(2, await RunAsync());

        Assert.Contains("Usage:", _error.ToString(), StringComparison.Ordinal);
    }

    private async Task<int> CompareAsync(string text, params string[] options)
    {
        var path = Path.Combine(_directory, "template");
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return await RunAsync([path, .. options]);
    }

    private Task<int> RunAsync(params string[] arguments) => CompareCommand.RunAsync(arguments, _output, _error);
}
