using System.Globalization;

namespace ControlTowerLifecycle.Tests.Functions.Runtime;

[Collection(OneAtATime)]
public sealed class RuntimeLoopDeadlineTests : RuntimeLoopFixture
{
    [Fact]
    public async Task The_function_is_told_to_stop_half_a_second_before_the_deadline()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));
        var stopped = new List<bool>();
        var function = FakeFunction.Does((_, token) =>
        {
            Time.Advance(Next.Deadline - At.Start - TimeSpan.FromMilliseconds(501));
            stopped.Add(token.IsCancellationRequested);
            Time.Advance(TimeSpan.FromMilliseconds(1));
            stopped.Add(token.IsCancellationRequested);
        });

        await RunAsync(api, function);

        Assert.Equal([false, true], stopped);
    }

    [Theory]
    [InlineData(-60_000)]
    [InlineData(0)]
    [InlineData(499)]
    [InlineData(500)]
    public async Task A_function_whose_time_is_over_already_is_told_so_at_once(int millisecondsLeft)
    {
        await using var api = await FakeRuntimeApi.StartAsync(EventWith(At.Start.AddMilliseconds(millisecondsLeft)));
        var isTold = false;

        await RunAsync(api, FakeFunction.Does((_, token) => isTold = token.IsCancellationRequested));

        Assert.True(isTold);
    }

    [Fact]
    public async Task Every_invocation_has_a_deadline_of_its_own()
    {
        await using var api = await FakeRuntimeApi.StartAsync(EventWith(At.Start), EventWith(At.Start.AddMinutes(1)));
        var stopped = new List<bool>();

        await RunAsync(api, FakeFunction.Does((_, token) => stopped.Add(token.IsCancellationRequested)));

        Assert.Equal([true, false], stopped);
    }

    [Fact]
    public async Task A_deadline_further_off_than_a_timer_reaches_is_no_failure()
    {
        await using var api = await FakeRuntimeApi.StartAsync(EventWith(At.Start.AddYears(100)));

        await RunAsync(api, FakeFunction.Answers("{}"));

        Assert.Equal("{}", api.Call("POST invocation/a/response").Text);
    }

    [Fact]
    public async Task A_function_that_gives_up_at_its_deadline_is_answered_for_with_an_error()
    {
        await using var api = await FakeRuntimeApi.StartAsync(EventWith(At.Start));

        await RunAsync(api, FakeFunction.Does((_, token) => token.ThrowIfCancellationRequested()));

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
