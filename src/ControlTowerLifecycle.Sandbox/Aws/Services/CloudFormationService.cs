using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>CloudFormation: the operations that read stacks.</summary>
internal sealed class CloudFormationService(StackDirectory stacks, string region) : IAwsService
{
    /// <summary>The version of the API.</summary>
    public const string Version = "2010-05-15";

    private const string StackName = nameof(StackName);
    private const string LogicalResourceId = nameof(LogicalResourceId);

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "cloudformation",
        Protocol = AwsProtocol.Query,
        Id = Version,
        ThrottlingCode = "Throttling",
        ValidationCode = "ValidationError",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        AwsOperation.Read("DescribeStacks", StackArn, DescribeStacks),
        AwsOperation.Read("DescribeStackResource", StackArn, DescribeStackResource),
        AwsOperation.Read("DescribeStackResources", StackArn, DescribeStackResources),
    ];

    private JsonObject DescribeStacks(AwsCall call)
    {
        var found = call.Text(StackName) is null ? stacks.All : [Stack(call)];
        return new JsonObject
        {
            ["Stacks"] = new JsonArray([.. found.Select(stack => ToJson(stack, call.Now))]),
        };
    }

    private JsonObject DescribeStackResource(AwsCall call)
    {
        var (stack, logicalId) = (Stack(call), call.Required(LogicalResourceId));
        return stack.Resources.TryGetValue(logicalId, out var resource)
            ? new JsonObject { ["StackResourceDetail"] = ToJson(stack, logicalId, resource, "LastUpdatedTimestamp", call.Now) }
            : throw call.Invalid($"Resource {logicalId} does not exist for stack {stack.Name}");
    }

    private JsonObject DescribeStackResources(AwsCall call)
    {
        var stack = Stack(call);
        return new JsonObject
        {
            ["StackResources"] = new JsonArray(
                [.. stack.Resources.Select(entry => ToJson(stack, entry.Key, entry.Value, "Timestamp", call.Now))]),
        };
    }

    private StackDescription Stack(AwsCall call)
    {
        var name = call.Required(StackName);
        return stacks.Find(name) ?? throw call.Invalid($"Stack with id {name} does not exist");
    }

    private string StackArn(AwsCall call) => call.Text(StackName) is { } name
        ? stacks.Find(name)?.Id ?? $"arn:aws:cloudformation:{region}:{call.Caller.AccountId}:stack/{name}/*"
        : "*";

    private static JsonObject ToJson(StackDescription stack, DateTimeOffset now) => new()
    {
        ["StackId"] = stack.Id,
        ["StackName"] = stack.Name,
        ["CreationTime"] = Time(now),
        ["StackStatus"] = stack.Status,
        ["DisableRollback"] = false,
        ["Capabilities"] = new JsonArray("CAPABILITY_IAM"),
        ["Outputs"] = new JsonArray(
        [
            .. stack.Outputs.Select(output => new JsonObject
            {
                ["OutputKey"] = output.Key,
                ["OutputValue"] = output.Value,
            }),
        ]),
    };

    private static JsonObject ToJson(
        StackDescription stack, string logicalId, StackResource resource, string timeMember, DateTimeOffset now) => new()
        {
            ["StackName"] = stack.Name,
            ["StackId"] = stack.Id,
            ["LogicalResourceId"] = logicalId,
            ["PhysicalResourceId"] = resource.PhysicalId,
            ["ResourceType"] = resource.Type,
            [timeMember] = Time(now),
            ["ResourceStatus"] = "CREATE_COMPLETE",
        };

    private static string Time(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>The stacks that CloudFormation describes. The creator of a stack adds it; it is described at each call.</summary>
internal sealed class StackDirectory
{
    private readonly ConcurrentBag<Func<StackDescription?>> _stacks = [];

    public IReadOnlyList<StackDescription> All => [.. _stacks.Select(describe => describe()).OfType<StackDescription>()];

    /// <param name="describe">Describes the stack; null while it does not exist.</param>
    public void Add(Func<StackDescription?> describe) => _stacks.Add(describe);

    /// <param name="name">The stack's name or ARN.</param>
    public StackDescription? Find(string name) => All.FirstOrDefault(stack => stack.Name == name || stack.Id == name);
}
