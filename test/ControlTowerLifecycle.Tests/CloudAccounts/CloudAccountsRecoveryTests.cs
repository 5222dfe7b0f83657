using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

/// <summary>Runs that are killed or that overlap, and the sequential calls of a run.</summary>
public class CloudAccountsRecoveryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_killed_before_any_call_is_completed_by_the_next_run()
    {
        var undisturbed = new CloudAccountsRig();
        var calls = await CountCallsAsync(undisturbed);
        var expected = EndState(undisturbed);
        Assert.InRange(calls, 15, 25);

        for (var killedAt = 1; killedAt <= calls; killedAt++)
        {
            var rig = new CloudAccountsRig();
            var call = 0;
            var at = killedAt;
            SetGates(rig, _ => Interlocked.Increment(ref call) == at ? throw new KilledException() : Task.CompletedTask);
            await Assert.ThrowsAsync<KilledException>(() => rig.RunAsync(Token));

            SetGates(rig, _ => Task.CompletedTask);
            await rig.RunAsync(Token);

            Assert.True(expected == EndState(rig), $"killed before call {killedAt}:\n{EndState(rig)}\nexpected:\n{expected}");
            Assert.IsType<RunOutcome.Unchanged>(await rig.RunAsync(Token));
        }
    }

    [Fact]
    public async Task Run_killed_after_the_connection_is_completed_by_the_next_run()
    {
        var rig = new CloudAccountsRig();
        rig.Vendor.Script(connect =>
        {
            connect().Dispose();
            throw new KilledException();
        });
        await Assert.ThrowsAsync<KilledException>(() => rig.RunAsync(Token));

        Assert.IsType<RunOutcome.Unchanged>(await rig.RunAsync(Token));
        Assert.Single(rig.Vendor.Bodies);
    }

    [Fact]
    public async Task Two_runs_at_once_end_with_one_connection_and_a_complete_role()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var rig = new CloudAccountsRig();
            List<TaskCompletionSource> waiting = [];
            SetGates(rig, _ =>
            {
                waiting.Add(new TaskCompletionSource());
                return waiting[^1].Task;
            });
            var both = Task.WhenAll(rig.RunAsync(Token), rig.RunAsync(Token));
            while (waiting.Count > 0)
            {
                var next = waiting[random.Next(waiting.Count)];
                waiting.Remove(next);
                next.SetResult();
            }

            Assert.All(await both, outcome => Assert.False(outcome is RunOutcome.Rejected, $"seed {seed}: {outcome}"));
            SetGates(rig, _ => Task.CompletedTask);
            await rig.RunAsync(Token);
            Assert.IsType<RunOutcome.Unchanged>(await rig.RunAsync(Token));
            Assert.Single(rig.Vendor.Accounts);
        }
    }

    /// <summary>One more round trip assumes the execution role; an unchanged policy needs two to be read.</summary>
    [Fact]
    public async Task First_onboarding_makes_six_sequential_calls_after_the_entry()
    {
        var rig = new CloudAccountsRig();

        Assert.Equal(6, await CountRoundsAsync(rig, token => rig.RunAsync(token)));
        Assert.Equal(1, await CountRoundsAsync(rig, token => rig.RunAsync(token)));
    }

    [Fact]
    public async Task Other_protection_adds_no_sequential_call()
    {
        var rig = new CloudAccountsRig();
        var other = new FakeProtection("one", "two", "three") { Name = "other", OnApply = (step, _) => rig.Gate(step) };

        Assert.Equal(6, await CountRoundsAsync(rig, token => rig.RunAsync(token, other)));
    }

    private static async Task<int> CountCallsAsync(CloudAccountsRig rig)
    {
        var calls = 0;
        SetGates(rig, _ =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        });
        Assert.IsType<RunOutcome.Onboarded>(await rig.RunAsync(Token));
        return calls;
    }

    /// <summary>All calls of a round are answered together, so the rounds are the sequential calls.</summary>
    private static async Task<int> CountRoundsAsync(CloudAccountsRig rig, Func<CancellationToken, Task<RunOutcome>> start)
    {
        List<TaskCompletionSource> waiting = [];
        SetGates(rig, _ =>
        {
            waiting.Add(new TaskCompletionSource());
            return waiting[^1].Task;
        });
        var run = start(Token);
        var rounds = 0;
        while (waiting.Count > 0)
        {
            rounds++;
            var round = waiting.ToList();
            waiting.Clear();
            round.ForEach(call => call.SetResult());
        }

        await run;
        return rounds;
    }

    private static void SetGates(CloudAccountsRig rig, Func<string, Task> gate) => (rig.Gate, rig.Vendor.Gate) = (gate, gate);

    private static string EndState(CloudAccountsRig rig) => string.Join(
        '\n',
        [
            .. rig.Account.Providers.Select(provider => $"{provider.Key} {string.Join(',', provider.Value.Audiences)}").Order(StringComparer.Ordinal),
            .. rig.Account.Policies.Select(policy => $"{policy.Key} {policy.Value.OtherVersions.Count}").Order(StringComparer.Ordinal),
            $"{rig.Account.Role?.Arn} {rig.Account.Role?.Trust} {string.Join(',', (rig.Account.Role?.AttachedPolicyArns ?? []).Order(StringComparer.Ordinal))}",
            .. rig.Vendor.Accounts.Values.Select(account => account.ToJsonString()),
        ]);

    private sealed class KilledException : Exception;
}
