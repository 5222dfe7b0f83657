using System.Diagnostics;
using ControlTowerLifecycle.Sandbox.Aws;

namespace ControlTowerLifecycle.Sandbox.Events;

/// <param name="Received">Events that reached the bus.</param>
/// <param name="Dropped">Events that a fault dropped.</param>
/// <param name="Delivered">Deliveries to a target.</param>
/// <param name="DeadLettered">Deliveries that failed and went to a dead-letter queue.</param>
/// <param name="Lost">Deliveries that failed without a dead-letter queue.</param>
internal sealed record EventBusCounts(int Received, int Dropped, int Delivered, int DeadLettered, int Lost);

/// <summary>The default bus of one account and Region. Targets are never throttled, so there are no retries.</summary>
internal sealed class SandboxEventBus(string region, string accountId) : IEventBus, IEventRules
{
    private readonly Lock _gate = new();
    private readonly List<SandboxEventRule> _rules = [];
    private readonly HashSet<string> _disabled = new(StringComparer.Ordinal);
    private readonly List<SandboxEvent> _received = [];
    private SandboxEvent? _heldBack;
    private int _dropped;
    private int _delivered;
    private int _deadLettered;
    private int _lost;

    public string Region => region;

    public string Arn => $"arn:aws:events:{region}:{accountId}:event-bus/default";

    public EventBusFaults Faults { get; } = new();

    public EventBusCounts Counts
    {
        get
        {
            lock (_gate)
                return new EventBusCounts(_received.Count, _dropped, _delivered, _deadLettered, _lost);
        }
    }

    /// <summary>Every event that reached the bus, with or without a matching rule.</summary>
    public IReadOnlyList<SandboxEvent> Received
    {
        get { lock (_gate) return [.. _received]; }
    }

    /// <summary>Adds a rule or replaces the rule of that name.</summary>
    public void Add(SandboxEventRule rule)
    {
        lock (_gate)
        {
            _rules.RemoveAll(other => other.Name == rule.Name);
            _rules.Add(rule);
        }
    }

    public void RemoveRule(string name)
    {
        lock (_gate)
        {
            _rules.RemoveAll(rule => rule.Name == name);
            _disabled.Remove(name);
        }
    }

    public EventRuleState? FindRule(string name)
    {
        lock (_gate)
        {
            return _rules.Find(rule => rule.Name == name) is { } rule
                ? new EventRuleState(name, !_disabled.Contains(name), [.. rule.Targets.Select(target => target.Arn)])
                : null;
        }
    }

    public void SetEnabled(string name, bool enabled)
    {
        lock (_gate)
        {
            if (enabled)
                _disabled.Remove(name);
            else
                _disabled.Add(name);
        }
    }

    public void Put(SandboxEvent e)
    {
        foreach (var arrived in Arrive(e))
            Deliver(arrived);
    }

    /// <summary>Delivers an event that still waits for the second event of its reordered pair.</summary>
    public void ReleaseHeldBack()
    {
        SandboxEvent? held;
        lock (_gate)
            (held, _heldBack) = (_heldBack, null);
        if (held is not null)
            Deliver(held);
    }

    private List<SandboxEvent> Arrive(SandboxEvent e)
    {
        lock (_gate)
        {
            if (Faults.TakeDrop())
            {
                _dropped++;
                return [];
            }

            List<SandboxEvent> arrived = Faults.TakeDuplicate() ? [e, e] : [e];
            if (_heldBack is { } held)
            {
                _heldBack = null;
                arrived.Add(held);
            }
            else if (Faults.TakeReorder())
            {
                _heldBack = e;
                arrived.RemoveAt(0);
            }

            return arrived;
        }
    }

    private void Deliver(SandboxEvent e)
    {
        SandboxEventRule[] rules;
        lock (_gate)
        {
            _received.Add(e);
            rules = [.. _rules.Where(rule => !_disabled.Contains(rule.Name))];
        }

        var json = e.ToJson();
        foreach (var rule in rules.Where(rule => rule.Pattern.Matches(json)))
        {
            foreach (var target in rule.Targets)
                Deliver(e, json, rule, target);
        }
    }

    private void Deliver(SandboxEvent e, string json, SandboxEventRule rule, SandboxEventTarget target)
    {
        if (target is SandboxEventTarget.Missing)
            Fail(json, rule, target, "NO_RESOURCE", "The target does not exist.");
        else if (!target.Permitted
            || (target is SandboxEventTarget.Queue { To: var queue } && !QueuePolicies.Permit(queue, RuleArn(rule))))
            Fail(
                json, rule, target, "NO_PERMISSIONS", "The resource policy of the target does not allow EventBridge.");
        else
            Send(e, target.Input ?? json, target);
    }

    private void Send(SandboxEvent e, string input, SandboxEventTarget target)
    {
        switch (target)
        {
            case SandboxEventTarget.Queue queue:
                queue.To.Send(input);
                break;
            case SandboxEventTarget.Function function:
                _ = function.To.InvokeAsynchronously(input);
                break;
            case SandboxEventTarget.Bus bus:
                bus.To.Put(e);
                break;
            default:
                throw new UnreachableException();
        }

        Interlocked.Increment(ref _delivered);
    }

    private void Fail(string json, SandboxEventRule rule, SandboxEventTarget target, string code, string message)
    {
        if (target.DeadLetters is null || !QueuePolicies.Permit(target.DeadLetters, RuleArn(rule)))
        {
            Interlocked.Increment(ref _lost);
            return;
        }

        Interlocked.Increment(ref _deadLettered);
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["RULE_ARN"] = RuleArn(rule),
            ["TARGET_ARN"] = target.Arn,
            ["ERROR_CODE"] = code,
            ["ERROR_MESSAGE"] = message,
        };
        target.DeadLetters.Send(target.Input ?? json, attributes, TimeSpan.Zero);
    }

    private string RuleArn(SandboxEventRule rule) => $"arn:aws:events:{region}:{accountId}:rule/{rule.Name}";
}
