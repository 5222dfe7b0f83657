using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.VendorCalls;

public class SignInLimitTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    private readonly ManualTime _time = new(Sample.Start);
    private readonly SignInLimit _limit = new(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refused_key_is_not_presented_until_the_pause_is_over()
    {
        await ReachLimitAsync();

        Assert.False(await StartAsync());
        _time.Advance(Pause - TimeSpan.FromTicks(1));
        Assert.False(await StartAsync());
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(await StartAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_call_decides_for_all_that_wait(bool isAccepted)
    {
        await ReachLimitAsync();
        _time.Advance(Pause);
        Assert.True(await StartAsync());

        var waiting = Enumerable.Range(0, 9).Select(_ => StartAsync()).ToList();
        Assert.DoesNotContain(waiting, call => call.IsCompleted);
        End(isAccepted);

        Assert.All(await Task.WhenAll(waiting), isStarted => Assert.Equal(isAccepted, isStarted));
    }

    [Fact]
    public async Task Every_further_refusal_begins_a_pause()
    {
        await ReachLimitAsync();
        _time.Advance(Pause);
        Assert.True(await StartAsync());
        _time.Advance(TimeSpan.FromMinutes(1));
        End(isAccepted: false);

        _time.Advance(Pause - TimeSpan.FromMinutes(1));
        Assert.False(await StartAsync());
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await StartAsync());
    }

    [Fact]
    public async Task Response_that_does_not_show_whether_the_key_is_accepted_lets_the_next_call_start_alone()
    {
        await ReachLimitAsync();
        _time.Advance(Pause);
        Assert.True(await StartAsync());

        Task<bool>[] waiting = [StartAsync(), StartAsync()];
        End(isAccepted: null);

        Assert.True(await await Task.WhenAny(waiting));
        Assert.NotEqual(waiting[0].IsCompleted, waiting[1].IsCompleted);
    }

    private async Task ReachLimitAsync()
    {
        for (var refusals = 0; refusals < 2; refusals++)
        {
            Assert.True(await StartAsync());
            End(isAccepted: false);
        }
    }

    private Task<bool> StartAsync() => _limit.TryStartAsync(_time, Token);

    private void End(bool? isAccepted) => _limit.End(isAccepted, _time.GetUtcNow());
}
