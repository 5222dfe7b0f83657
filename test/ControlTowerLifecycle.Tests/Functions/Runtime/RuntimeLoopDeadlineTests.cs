using System.Globalization;

namespace ControlTowerLifecycle.Tests.Functions.Runtime;

[Collection(OneAtATime)]
public sealed class RuntimeLoopDeadlineTests : RuntimeLoopFixture
{
    [Fact]
    public async Task Function_is_canceled_500_ms_before_the_deadline()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));
        var canceled = new List<bool>();
        var function = FakeFunction.Runs((_, token) =>
        {
            Time.Advance(Next.Deadline - At.Start - TimeSpan.FromMilliseconds(501));
            canceled.Add(token.IsCancellationRequested);
            Time.Advance(TimeSpan.FromMilliseconds(1));
            canceled.Add(token.IsCancellationRequested);
        });

        await RunAsync(api, function);

        Assert.Equal([false, true], canceled);
    }

    [Theory]
    [InlineData(-60_000)]
    [InlineData(0)]
    [InlineData(499)]
    [InlineData(500)]
    public async Task Function_is_canceled_at_once_if_no_time_is_left(int millisecondsLeft)
    {
        await using var api = await FakeRuntimeApi.StartAsync(EventWith(At.Start.AddMilliseconds(millisecondsLeft)));
        var isCanceled = false;

        await RunAsync(api, FakeFunction.Runs((_, token) => isCanceled = token.IsCancellationRequested));

        Assert.True(isCanceled);
    }

    [Fact]
    public async Task Each_invocation_has_its_own_deadline()
    {
        await using var api = await FakeRuntimeApi.StartAsync(EventWith(At.Start), EventWith(At.Start.AddMinutes(1)));
        var canceled = new List<bool>();

        await RunAsync(api, FakeFunction.Runs((_, token) => canceled.Add(token.IsCancellationRequested)));

        Assert.Equal([true, false], canceled);
    }

    [Fact]
    public async Task Deadline_beyond_the_range_of_a_timer_is_accepted()
    {
        await using var api = await FakeRuntimeApi.StartAsync(EventWith(At.Start.AddYears(100)));

        await RunAsync(api, FakeFunction.Returns("{}"));

        Assert.Equal("{}", api.Call("POST invocation/a/response").Text);
    }

    [Fact]
    public async Task Function_that_stops_at_its_deadline_is_reported_as_an_error()
    {
        await using var api = await FakeRuntimeApi.StartAsync(EventWith(At.Start));

        await RunAsync(api, FakeFunction.Runs((_, token) => token.ThrowIfCancellationRequested()));

        Assert.Contains(
            nameof(OperationCanceledException),
            api.Call("POST invocation/a/error").Json.Text("errorMessage"),
            StringComparison.Ordinal);
    }

    private static Next EventWith(DateTimeOffset deadline) => Next.Event("a") with
    {
        DeadlineMs = deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
    };
}
