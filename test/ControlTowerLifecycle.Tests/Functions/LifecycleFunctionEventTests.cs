using System.Text;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Which events other systems receive, and that a failure of an event changes no outcome.</summary>
public sealed class LifecycleFunctionEventTests : LifecycleFunctionFixture
{
    public LifecycleFunctionEventTests() => Events.IsOn = true;

    [Fact]
    public async Task Onboarded_account_has_one_event()
    {
        LandingZone.With(Payments, "create-role", "register-connector");

        Assert.Empty(await ReturnedIdsAsync(Batch.Direct(Payments)));

        var sent = Assert.Single(Events.Put);
        Assert.Equal(
            (AccountEventType.Onboarded, "m0:onboarded", Payments, "account-4444", "direct"),
            (sent.Type, sent.Id, sent.Account.Value, sent.AccountName, sent.Origin));
        Assert.Equal(["landing-zone"], sent.Protections);
        Assert.Equal(["create-role", "register-connector"], sent.Steps.Select(step => step.Verb));
        Assert.Equal(At.Start, sent.OccurredAt);
        Assert.Null(sent.Failure);
    }

    [Fact]
    public async Task Event_of_a_vended_account_names_its_unit()
    {
        LandingZone.With(Sample(), "create-role");

        await ReturnedIdsAsync(Payload.Text("CreateManagedAccount.succeeded.json"));

        var sent = Assert.Single(Events.Put);
        Assert.Equal("vended", sent.Origin);
        Assert.Matches("^ou-", sent.OrganizationalUnitId);

        static string Sample() => System.Text.Json.JsonElement.Parse(Payload.Bytes("CreateManagedAccount.succeeded.json"))
            .GetProperty("detail").GetProperty("serviceEventDetails").GetProperty("createManagedAccountStatus")
            .GetProperty("account").GetProperty("accountId").GetString()!;
    }

    [Fact]
    public async Task Unchanged_account_has_no_event()
    {
        LandingZone.With(Payments);

        Assert.Empty(await ReturnedIdsAsync(Batch.Direct(Payments)));

        Assert.Empty(Events.Calls);
    }

    [Fact]
    public async Task Unchanged_account_has_an_event_if_an_earlier_attempt_may_have_been_killed_before_its_own()
    {
        LandingZone.With(Payments);

        await InvokeAsync(Batch.Received(2, Batch.Direct(Payments)));

        var sent = Assert.Single(Events.Put);
        Assert.Equal((AccountEventType.Onboarded, "m0:onboarded", (bool?)null), (sent.Type, sent.Id, sent.NewlyProtected));
        Assert.Empty(sent.Steps);
    }

    [Fact]
    public async Task Direct_invocation_always_sends_an_event()
    {
        LandingZone.With(Payments);

        await InvokeAsync(Direct(Payments));

        Assert.Equal("request:onboarded", Assert.Single(Events.Put).Id);
    }

    [Fact]
    public async Task Rejected_account_has_an_event_with_the_failure()
    {
        LandingZone.With(Payments, Failure.Lasting("The key has expired"));

        Assert.Empty(await ReturnedIdsAsync(Batch.Direct(Payments)));

        var sent = Assert.Single(Events.Put);
        Assert.Equal((AccountEventType.Rejected, "m0:rejected"), (sent.Type, sent.Id));
        Assert.Equal(
            new AccountEventFailure("observe", false, "The key has expired", "Renew the key.")
            {
                System = "Vendor",
                Operation = "GET /accounts",
            },
            sent.Failure);
        Assert.Single(DeadLetters.Kept);
    }

    [Fact]
    public async Task Retried_account_has_an_event_at_the_last_receive_only()
    {
        LandingZone.With(Payments, Failure.Passing());

        await InvokeAsync(Batch.Received(MaximumReceives - 1, Batch.Direct(Payments)));
        Assert.Empty(Events.Calls);

        await ReturnedIdsAtLastReceiveAsync(Batch.Direct(Payments));
        var sent = Assert.Single(Events.Put);
        Assert.Equal((AccountEventType.Rejected, true), (sent.Type, sent.Failure!.IsRetryable));
    }

    [Fact]
    public async Task Account_that_left_has_an_event()
    {
        Governance = FakeGovernance.Of([]);
        LandingZone.With(Payments, "delete-role");

        Assert.Empty(await ReturnedIdsAsync(WorkMessage.ForLeft(AccountId.Parse(Payments), "payments")));

        var sent = Assert.Single(Events.Put);
        Assert.Equal((AccountEventType.Left, "left", false), (sent.Type, sent.Origin, sent.NewlyProtected));
        Assert.Equal(["delete-role"], sent.Steps.Select(step => step.Verb));
    }

    [Fact]
    public async Task Account_that_keeps_its_protection_has_no_event()
    {
        Assert.Empty(await ReturnedIdsAsync(WorkMessage.ForLeft(AccountId.Parse(Payments), "payments")));

        Assert.Empty(Events.Calls);
    }

    [Fact]
    public async Task No_event_is_sent_without_a_bus()
    {
        Events.IsOn = false;
        LandingZone.With(Payments, "create-role");

        Assert.Empty(await ReturnedIdsAsync(Batch.Direct(Payments)));

        Assert.Empty(Events.Calls);
    }

    [Fact]
    public async Task Events_of_accounts_that_end_together_are_sent_in_one_call()
    {
        string[] accounts = [Payments, Audit, LogArchive];
        foreach (var account in accounts)
            LandingZone.With(account, "create-role");
        var release = new TaskCompletionSource();
        Events.Response = _ => release.Task;

        var invocation = InvokeAsync(Batch.Of([.. accounts.Select(Batch.Direct)]));
        release.SetResult();
        await invocation;

        Assert.Equal(accounts.Order(StringComparer.Ordinal), Events.Put.Select(sent => sent.Account.Value).Order(StringComparer.Ordinal));
        Assert.InRange(Events.Calls.Count, 1, 2);
    }

    [Fact]
    public async Task Event_that_is_not_sent_is_queued_and_the_account_stays_onboarded()
    {
        LandingZone.With(Payments, "create-role");
        Events.Failure = Failure.Passing("EventBridge returned 503");

        Assert.Empty(await ReturnedIdsAsync(Batch.Direct(Payments)));

        var (body, delay) = Assert.Single(Delayed.Sent);
        Assert.Equal(TimeSpan.FromSeconds(45), delay);
        Assert.Equal(AccountEventJson.Message(Assert.Single(Events.Put)), AccountEventJson.Message(Unsent(body)));
        Assert.Equal("onboarded", Output.Line("outcome").Text("outcome"));
        Assert.Empty(DeadLetters.Kept);
        Assert.Empty(Notifications.Sent);
    }

    [Fact]
    public async Task Only_the_refused_event_of_a_call_is_queued()
    {
        LandingZone.With(Payments, "create-role").With(Audit, "create-role");
        Events.Refusal = sent => sent.Account.Value == Audit ? Failure.Passing("throttled") : null;

        Assert.Empty(await ReturnedIdsAsync(Batch.Direct(Payments), Batch.Direct(Audit)));

        Assert.Equal(Audit, Unsent(Assert.Single(Delayed.Sent).Body).Account.Value);
    }

    [Fact]
    public async Task Bus_that_does_not_respond_is_given_up_and_the_event_is_queued()
    {
        LandingZone.With(Payments, "create-role");
        Events.Response = token => Task.Delay(TimeSpan.FromMinutes(1), Time, token);

        var invocation = InvokeAsync(Batch.Of(Batch.Direct(Payments)));
        while (!invocation.IsCompleted)
        {
            await Task.Yield();
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(Batch.HandedBack(await invocation));
        Assert.Single(Delayed.Sent);
    }

    [Fact]
    public async Task Message_is_returned_if_its_event_can_neither_be_sent_nor_queued()
    {
        LandingZone.With(Payments, "create-role");
        Events.Failure = Failure.Lasting("EventBridge returned 400");
        Delayed.Failure = Failure.Passing("SQS returned 503");

        Assert.Equal(["m0"], await ReturnedIdsAsync(Batch.Direct(Payments)));

        Assert.Equal("onboarded", Output.Line("outcome").Text("outcome"));
        Assert.Empty(DeadLetters.Kept);
    }

    [Fact]
    public async Task Message_of_a_function_without_a_queue_is_returned_if_its_event_is_not_sent()
    {
        LandingZone.With(Payments, "create-role");
        Events.Failure = Failure.Passing();
        Delayed.IsSet = false;

        Assert.Equal(["m0"], await ReturnedIdsAsync(Batch.Direct(Payments)));
    }

    [Fact]
    public async Task Rejection_is_notified_although_its_event_can_neither_be_sent_nor_queued()
    {
        LandingZone.With(Payments, Failure.Lasting("The key has expired"));
        Events.Failure = Failure.Passing();
        Delayed.Failure = Failure.Passing();

        Assert.Equal(["m0"], await ReturnedIdsAsync(Batch.Direct(Payments)));

        Assert.Equal([$"{Payments}: The key has expired"], Notifications.Sent);
    }

    [Fact]
    public async Task Queued_event_is_sent_again_without_a_run_on_its_account()
    {
        var unsent = await QueueEventAsync();

        Assert.Empty(await ReturnedIdsAsync(unsent));

        Assert.Equal(2, Events.Calls.Count);
        Assert.Equal(AccountEventJson.Message(Events.Put[0]), AccountEventJson.Message(Events.Put[1]));
        Assert.Single(LandingZone.ObservedAccounts);
    }

    [Fact]
    public async Task Queued_event_is_retried_and_becomes_a_dead_letter_of_its_own()
    {
        var unsent = await QueueEventAsync();
        Events.Failure = Failure.Passing("EventBridge returned 503");

        Assert.Equal(["m0"], await ReturnedIdsAsync(unsent));
        Assert.Empty(DeadLetters.Kept);

        Assert.Empty(await ReturnedIdsAtLastReceiveAsync(unsent));
        var (body, failures) = Assert.Single(DeadLetters.Kept);
        Assert.Equal(unsent, body);
        Assert.Equal(("unsent", Payments), (failures[0].Outcome, failures[0].Account?.Value));
        Assert.True(Assert.Single(Notifications.Notices).IsFollowUp);
        Assert.Single(Delayed.Sent);
    }

    [Fact]
    public async Task Refusal_that_can_be_momentary_is_final_at_the_fourth_receive()
    {
        var unsent = await QueueEventAsync();
        Events.Failure = Failure.Uncertain();

        Assert.Equal(["m0"], Batch.HandedBack(await InvokeAsync(Batch.Received(3, unsent))));
        Assert.Empty(Batch.HandedBack(await InvokeAsync(Batch.Received(4, unsent))));

        Assert.Single(DeadLetters.Kept);
    }

    [Fact]
    public async Task Direct_invocation_cannot_send_an_event_of_its_choice()
    {
        var unsent = await QueueEventAsync();

        await Assert.ThrowsAsync<ControlTowerLifecycle.Functions.Runtime.FunctionErrorException>(
            () => InvokeAsync(Encoding.UTF8.GetBytes(unsent)));

        Assert.Single(Events.Calls);
    }

    /// <returns>The message of an event that was not sent.</returns>
    private async Task<string> QueueEventAsync()
    {
        LandingZone.With(Payments, "create-role");
        Events.Failure = Failure.Passing();
        await ReturnedIdsAsync(Batch.Direct(Payments));
        Events.Failure = null;
        return Assert.Single(Delayed.Sent).Body;
    }

    private static AccountEvent Unsent(string body)
    {
        var decoded = LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(body));
        return Assert.IsType<LifecycleEvent.EventUnsent>(decoded).Event;
    }
}
