using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Events;

/// <summary>A target of a rule.</summary>
internal abstract record SandboxEventTarget
{
    private SandboxEventTarget()
    {
    }

    public abstract string Arn { get; }

    /// <summary>True if the target's resource policy allows EventBridge. If it does not, EventBridge does not
    /// retry.</summary>
    public bool Permitted { get; init; } = true;

    /// <summary>A standard queue of the same Region. If it is null, events that cannot be delivered are lost.</summary>
    public SandboxQueue? DeadLetters { get; init; }

    /// <summary>A constant JSON text that replaces the event.</summary>
    public string? Input { get; init; }

    public sealed record Queue(SandboxQueue To) : SandboxEventTarget
    {
        public override string Arn => To.Arn;
    }

    public sealed record Function(LambdaFunction To) : SandboxEventTarget
    {
        public override string Arn => To.Arn;
    }

    /// <summary>Another bus, for example of another Region. It receives the event unchanged.</summary>
    public sealed record Bus(IEventBus To, string BusArn) : SandboxEventTarget
    {
        public override string Arn => BusArn;
    }

    /// <summary>A target that does not exist.</summary>
    public sealed record Missing(string MissingArn) : SandboxEventTarget
    {
        public override string Arn => MissingArn;
    }
}

/// <param name="Name">Unique on the bus.</param>
/// <param name="Pattern">The events that the rule sends to its targets.</param>
/// <param name="Targets">One to five.</param>
internal sealed record SandboxEventRule(string Name, EventPattern Pattern, IReadOnlyList<SandboxEventTarget> Targets);
