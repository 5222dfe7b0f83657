using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>EventBridge: the operations on existing rules of the default bus.</summary>
internal sealed class EventRulesService(IEventRules rules, string region) : IAwsService
{
    private const string Name = nameof(Name);
    private const string Rule = nameof(Rule);

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "events",
        Protocol = AwsProtocol.Json11,
        Id = "AWSEvents",
        ThrottlingCode = "ThrottlingException",
        ValidationCode = "ValidationException",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        AwsOperation.Read("DescribeRule", call => Arn(call, Name), call => new JsonObject
        {
            [Name] = Find(call, Name).Name,
            ["Arn"] = Arn(call, Name),
            ["State"] = Find(call, Name).IsEnabled ? "ENABLED" : "DISABLED",
        }),
        AwsOperation.Read("ListTargetsByRule", call => Arn(call, Rule), call => new JsonObject
        {
            ["Targets"] = new JsonArray(
            [
                .. Find(call, Rule).TargetArns.Select((arn, index) => new JsonObject
                {
                    ["Id"] = index.ToString(CultureInfo.InvariantCulture),
                    ["Arn"] = arn,
                }),
            ]),
        }),
        AwsOperation.Write("EnableRule", call => Arn(call, Name), call => Switch(call, enabled: true)),
        AwsOperation.Write("DisableRule", call => Arn(call, Name), call => Switch(call, enabled: false)),
    ];

    private JsonObject Switch(AwsCall call, bool enabled)
    {
        rules.SetEnabled(Find(call, Name).Name, enabled);
        return [];
    }

    private EventRuleState Find(AwsCall call, string parameter)
    {
        var name = call.Required(parameter);
        return rules.FindRule(name) ?? throw new AwsErrorException(
            "ResourceNotFoundException", $"Rule {name} does not exist on EventBus default.", HttpStatusCode.BadRequest);
    }

    private string Arn(AwsCall call, string parameter) =>
        $"arn:aws:events:{region}:{call.Caller.AccountId}:rule/{call.Required(parameter)}";
}
