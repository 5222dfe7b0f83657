using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Queues;
using ControlTowerLifecycle.Tests.Sandbox.Lambda;

namespace ControlTowerLifecycle.Tests.Sandbox.Events;

public sealed class SandboxEventBusTests : IDisposable
{
    private static readonly EventPattern Everything = EventPattern.Parse("""{"account":["111122223333"]}""");

    private readonly ManualTime _time = new();
    private readonly SandboxEventBus _bus = new("eu-west-1", "111122223333");
    private readonly SandboxQueue _queue;
    private readonly SandboxQueue _deadLetters;

    public SandboxEventBusTests()
    {
        _queue = new SandboxQueue(new QueueSettings { Name = "work" }, _time);
        _deadLetters = new SandboxQueue(new QueueSettings { Name = "dead-letters" }, _time);
    }

    public void Dispose()
    {
        _queue.Dispose();
        _deadLetters.Dispose();
    }

    [Fact]
    public void Rule_sends_the_whole_event_to_its_queue()
    {
        Deliver(new SandboxEventTarget.Queue(_queue));
        var e = Event("1");

        _bus.Put(e);

        Assert.Equal(e.ToJson(), Assert.Single(_queue.Receive(10)).Body);
    }

    [Fact]
    public void Event_without_a_matching_rule_is_not_delivered()
    {
        _bus.Add(
            new SandboxEventRule(
                "none", EventPattern.Parse("""{"source":["another"]}"""), [new SandboxEventTarget.Queue(_queue)]));

        _bus.Put(Event("1"));

        Assert.True(_queue.Counts.IsEmpty);
        Assert.Equal(new EventBusCounts(Received: 1, Dropped: 0, Delivered: 0, DeadLettered: 0, Lost: 0), _bus.Counts);
    }

    [Fact(Timeout = 30_000)]
    public async Task Rule_invokes_its_function_with_its_constant_input()
    {
        var invoked = new TaskCompletionSource<string>();
        await using var function = new LambdaFunction(
            ScriptedLauncher.Settings("Backfill"),
            ScriptedLauncher.Responding(payload =>
            {
                invoked.TrySetResult(payload);
                return "{}";
            }),
            _time);
        Deliver(new SandboxEventTarget.Function(function) { Input = """{"reconcile":true}""" });

        _bus.Put(Event("1"));

        Assert.Equal("""{"reconcile":true}""", await invoked.Task);
    }

    [Fact]
    public void Bus_forwards_to_the_bus_of_another_region()
    {
        var far = new SandboxEventBus("us-east-1", "111122223333");
        far.Add(new SandboxEventRule("forward", Everything, [new SandboxEventTarget.Bus(_bus, _bus.Arn)]));

        far.Put(Event("1"));

        Assert.Equal("1", Assert.Single(_bus.Received).Id);
    }

    [Fact]
    public void Event_for_a_forbidden_or_missing_target_becomes_a_dead_letter_with_the_cause()
    {
        Deliver(
            new SandboxEventTarget.Queue(_queue) { Permitted = false, DeadLetters = _deadLetters },
            new SandboxEventTarget.Missing("arn:aws:sqs:eu-west-1:111122223333:none") { DeadLetters = _deadLetters });

        _bus.Put(Event("1"));

        Assert.True(_queue.Counts.IsEmpty);
        var dead = _deadLetters.Receive(10);
        Assert.Equal(["NO_PERMISSIONS", "NO_RESOURCE"], dead.Select(message => message.MessageAttributes["ERROR_CODE"]),
            StringComparer.Ordinal);
        Assert.Equal("arn:aws:events:eu-west-1:111122223333:rule/all", dead[0].MessageAttributes["RULE_ARN"]);
        Assert.Equal(_queue.Arn, dead[0].MessageAttributes["TARGET_ARN"]);
        Assert.Equal(2, _bus.Counts.DeadLettered);
    }

    [Fact]
    public void Policy_of_a_queue_decides_which_rules_can_send()
    {
        Deliver(new SandboxEventTarget.Queue(_queue) { DeadLetters = _deadLetters });
        _queue.Policy = QueuePolicies.Allow(_queue, ["arn:aws:events:eu-west-1:111122223333:rule/another"]);

        _bus.Put(Event("1"));
        _queue.Policy = QueuePolicies.Allow(_queue, ["arn:aws:events:eu-west-1:111122223333:rule/all"]);
        _bus.Put(Event("2"));

        Assert.Equal("NO_PERMISSIONS", Assert.Single(_deadLetters.Receive(10)).MessageAttributes["ERROR_CODE"]);
        Assert.Single(_queue.Receive(10));
    }

    [Fact]
    public void Dead_letter_queue_that_refuses_the_rule_loses_the_event()
    {
        Deliver(new SandboxEventTarget.Queue(_queue) { Permitted = false, DeadLetters = _deadLetters });
        _deadLetters.Policy = QueuePolicies.Allow(_deadLetters, ["arn:aws:events:eu-west-1:111122223333:rule/another"]);

        _bus.Put(Event("1"));

        Assert.Equal(1, _bus.Counts.Lost);
        Assert.True(_deadLetters.Counts.IsEmpty);
    }

    [Fact]
    public void Undeliverable_event_is_lost_without_a_dead_letter_queue()
    {
        Deliver(new SandboxEventTarget.Queue(_queue) { Permitted = false });

        _bus.Put(Event("1"));

        Assert.Equal(1, _bus.Counts.Lost);
    }

    [Fact]
    public void Duplicate_has_the_same_id()
    {
        _bus.Faults.DuplicateNext(1);

        Put("1", "2");

        Assert.Equal(["1", "1", "2"], _bus.Received.Select(e => e.Id), StringComparer.Ordinal);
    }

    [Fact]
    public void Dropped_event_never_arrives()
    {
        _bus.Faults.DropNext(1);

        Put("1", "2");

        Assert.Equal(["2"], _bus.Received.Select(e => e.Id), StringComparer.Ordinal);
        Assert.Equal(1, _bus.Counts.Dropped);
    }

    [Fact]
    public void Reordered_events_are_swapped_in_pairs()
    {
        _bus.Faults.ReorderNext(1);

        Put("1", "2", "3");

        Assert.Equal(["2", "1", "3"], _bus.Received.Select(e => e.Id), StringComparer.Ordinal);
    }

    [Fact]
    public void Event_held_back_for_reordering_can_be_released()
    {
        _bus.Faults.ReorderNext(1);
        Put("1");
        Assert.Empty(_bus.Received);

        _bus.ReleaseHeldBack();

        Assert.Equal(["1"], _bus.Received.Select(e => e.Id), StringComparer.Ordinal);
    }

    private void Deliver(params SandboxEventTarget[] targets) =>
        _bus.Add(new SandboxEventRule("all", Everything, targets));

    private void Put(params string[] ids)
    {
        foreach (var id in ids)
            _bus.Put(Event(id));
    }

    private SandboxEvent Event(string id) =>
        new(id, "aws.controltower", LifecyclePattern.ServiceEvent, "111122223333", "eu-west-1", _time.GetUtcNow(), [],
            """{"eventName":"CreateManagedAccount"}""");
}
