using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Notifications;

public sealed class RetryBackoffTests
{
    private const double AlmostOne = 0.999999;

    [Theory]
    [InlineData(1, 30, 60)]
    [InlineData(2, 60, 120)]
    [InlineData(3, 120, 240)]
    [InlineData(4, 240, 480)]
    [InlineData(5, 450, 900)]
    [InlineData(6, 450, 900)]
    [InlineData(1000, 450, 900)]
    public void Back_off_doubles_with_each_receive_up_to_fifteen_minutes(int receives, int least, int most)
    {
        Assert.Equal(least, After(0, receives));
        Assert.Equal(most, After(AlmostOne, receives), 2);
    }

    [Fact]
    public void Back_off_is_between_thirty_seconds_and_fifteen_minutes()
    {
        var random = new Random(20261121);
        var backoff = new RetryBackoff(random);
        for (var draw = 0; draw < 10_000; draw++)
        {
            TimeSpan? requested = random.Next(2) == 0 ? null : TimeSpan.FromSeconds(random.Next(-60, 4000));

            var after = backoff.After(random.Next(-1, 1001), requested);

            Assert.InRange(after, RetryBackoff.Minimum, RetryBackoff.Maximum);
        }
    }

    [Fact]
    public void Messages_that_failed_together_are_not_retried_together() =>
        Assert.True(After(0.7, 1) - After(0.2, 1) > 10);

    [Theory]
    [InlineData(0, 300)]
    [InlineData(0.5, 315)]
    public void Requested_wait_is_kept_and_spread(double drawn, int seconds) =>
        Assert.Equal(seconds, After(drawn, 1, TimeSpan.FromMinutes(5)));

    [Fact]
    public void Requested_wait_below_the_back_off_changes_nothing() =>
        Assert.Equal(After(0.5, 4), After(0.5, 4, TimeSpan.FromSeconds(9)));

    [Fact]
    public void Requested_wait_above_fifteen_minutes_is_cut() =>
        Assert.Equal(900, After(0.5, 1, TimeSpan.FromDays(1)));

    private static double After(double drawn, int receives, TimeSpan? retryAfter = null) =>
        new RetryBackoff(new FixedRandom(drawn)).After(receives, retryAfter).TotalSeconds;
}
