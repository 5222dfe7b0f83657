using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record EventRuleProps
{
    public required string Description { get; init; }

    /// <summary>The events that it selects; null for a scheduled rule.</summary>
    public Dictionary<string, object>? Pattern { get; init; }

    /// <summary>When it starts; null for a rule that selects events.</summary>
    public string? Schedule { get; init; }

    public required EventTarget Target { get; init; }

    /// <summary>Receives events that the target did not accept within 24 hours.</summary>
    public required IQueue DeadLetters { get; init; }
}

/// <summary>The target of a rule.</summary>
internal abstract record EventTarget
{
    private EventTarget()
    {
    }

    public sealed record ToQueue(IQueue Queue) : EventTarget;

    public sealed record ToFunction(IFunction Function) : EventTarget;

    /// <summary>The event bus of another region, and the role that may put events there.</summary>
    public sealed record ToBus(string BusArn, string RoleArn) : EventTarget;
}

/// <summary>
/// An EventBridge rule with its target, dead letters, and the target's permission. Without that permission the rule
/// never reaches its target, and nothing reports it.
/// </summary>
internal sealed class EventRule : Construct
{
    public EventRule(Construct scope, string id, EventRuleProps props)
        : base(scope, id)
    {
        var (arn, role) = props.Target switch
        {
            EventTarget.ToQueue queue => (queue.Queue.QueueArn, null),
            EventTarget.ToFunction function => (function.Function.FunctionArn, null),
            EventTarget.ToBus bus => (bus.BusArn, bus.RoleArn),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var rule = new CfnRule(this, "Resource", new CfnRuleProps
        {
            Description = props.Description,
            EventPattern = props.Pattern,
            ScheduleExpression = props.Schedule,
            Targets = new object[]
            {
                new CfnRule.TargetProperty
                {
                    Id = "Target",
                    Arn = arn,
                    RoleArn = role,
                    DeadLetterConfig = new CfnRule.DeadLetterConfigProperty { Arn = props.DeadLetters.QueueArn },
                },
            },
        });
        props.DeadLetters.AllowRule(id, rule.AttrArn);
        Permit(props.Target, id, rule);
    }

    private void Permit(EventTarget target, string id, CfnRule rule)
    {
        switch (target)
        {
            case EventTarget.ToQueue queue:
                queue.Queue.AllowRule(id, rule.AttrArn);
                break;
            case EventTarget.ToFunction function:
                _ = new CfnPermission(this, "Permission", new CfnPermissionProps
                {
                    Action = "lambda:InvokeFunction",
                    FunctionName = function.Function.FunctionArn,
                    Principal = "events.amazonaws.com",
                    SourceArn = rule.AttrArn,
                });
                break;
            case EventTarget.ToBus:
                // The role has the permission.
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
