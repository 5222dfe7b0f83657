using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record EventRuleProps
{
    /// <summary>Shown in the console.</summary>
    public required string Description { get; init; }

    /// <summary>What it selects; null for a rule that a schedule fires.</summary>
    public Dictionary<string, object>? Pattern { get; init; }

    /// <summary>When it fires; null for a rule that selects events.</summary>
    public string? Schedule { get; init; }

    public required EventTarget Target { get; init; }

    /// <summary>Takes what the target would not for a day.</summary>
    public required IQueue DeadLetters { get; init; }
}

/// <summary>Where a rule leads.</summary>
internal abstract record EventTarget
{
    private EventTarget()
    {
    }

    public sealed record ToQueue(IQueue Queue) : EventTarget;

    public sealed record ToFunction(IFunction Function) : EventTarget;

    /// <summary>The event bus of another region, as a role that may put events there.</summary>
    public sealed record ToBus(string BusArn, string RoleArn) : EventTarget;
}

/// <summary>
/// A rule of EventBridge with its target, the permission that the target needs (a rule without it never fires, and
/// nothing says so), and dead letters.
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
        props.DeadLetters.AcceptFrom(id, rule.AttrArn);
        Permit(props.Target, id, rule);
    }

    private void Permit(EventTarget target, string id, CfnRule rule)
    {
        switch (target)
        {
            case EventTarget.ToQueue queue:
                queue.Queue.AcceptFrom(id, rule.AttrArn);
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
                // The role permits.
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
