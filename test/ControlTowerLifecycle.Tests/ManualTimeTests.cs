using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests;

public class ManualTimeTests
{
    private readonly ManualTime _time = new(Sample.Start);

    [Fact]
    public void Clock_stands_still_until_it_is_advanced() => Assert.Equal(_time.GetUtcNow(), Sample.Start);

    [Fact]
    public void Delay_ends_exactly_at_its_time()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(2), _time, TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(1.999));
        Assert.False(delay.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.True(delay.IsCompleted);
    }

    [Fact]
    public void Timer_callback_sees_its_due_time()
    {
        List<TimeSpan> fired = [];
        using var late = _time.CreateTimer(
            _ => fired.Add(_time.GetUtcNow() - Sample.Start), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var early = _time.CreateTimer(
            _ => fired.Add(_time.GetUtcNow() - Sample.Start), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)], fired);
    }

    [Fact]
    public async Task Auto_advance_moves_the_clock_for_a_delay()
    {
        _time.AutoAdvance = true;

        await Task.Delay(TimeSpan.FromHours(1), _time, TestContext.Current.CancellationToken);

        Assert.Equal(Sample.Start.AddHours(1), _time.GetUtcNow());
    }

    [Fact]
    public void Auto_advance_does_not_move_the_clock_for_a_time_limit()
    {
        _time.AutoAdvance = true;

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), _time);

        Assert.False(limit.IsCancellationRequested);
    }
}
