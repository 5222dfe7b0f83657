using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Events;

/// <summary>Where a rule sends what it matches.</summary>
internal abstract record SandboxEventTarget
{
    private SandboxEventTarget()
    {
    }

    public abstract string Arn { get; }

    /// <summary>Whether the target's own policy lets EventBridge in. EventBridge does not retry where it does
    /// not.</summary>
    public bool Permitted { get; init; } = true;

    /// <summary>A standard queue of the same Region. Without one, what cannot be delivered is lost.</summary>
    public SandboxQueue? DeadLetters { get; init; }

    /// <summary>A constant JSON text to send in place of the event.</summary>
    public string? Input { get; init; }

    public sealed record Queue(SandboxQueue To) : SandboxEventTarget
    {
        public override string Arn => To.Arn;
    }

    public sealed record Function(LambdaFunction To) : SandboxEventTarget
    {
        public override string Arn => To.Arn;
    }

    /// <summary>Another bus, of another Region for example. The event goes along as it is.</summary>
    public sealed record Bus(IEventBus To, string BusArn) : SandboxEventTarget
    {
        public override string Arn => BusArn;
    }

    /// <summary>A target that was deleted, or never was.</summary>
    public sealed record Absent(string MissingArn) : SandboxEventTarget
    {
        public override string Arn => MissingArn;
    }
}

/// <param name="Name">Unique on the bus.</param>
/// <param name="Pattern">What it matches.</param>
/// <param name="Targets">One to five.</param>
internal sealed record SandboxEventRule(string Name, EventPattern Pattern, IReadOnlyList<SandboxEventTarget> Targets);
