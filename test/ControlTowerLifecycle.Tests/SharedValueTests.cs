namespace ControlTowerLifecycle.Tests;

public class SharedValueTests
{
    private readonly List<TaskCompletionSource<string>> _fetches = [];
    private readonly List<CancellationToken> _tokens = [];
    private readonly SharedValue<string> _value;

    public SharedValueTests() => _value = new SharedValue<string>(FetchAsync);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Nothing_is_fetched_before_the_first_call() => Assert.Empty(_fetches);

    [Fact]
    public async Task Concurrent_callers_share_one_fetch()
    {
        var first = _value.GetAsync(Token);
        var second = _value.GetAsync(Token);
        Assert.Single(_fetches).SetResult("a");

        Assert.Equal(["a", "a"], await Task.WhenAll(first, second));
    }

    [Fact]
    public async Task Later_callers_get_the_fetched_value()
    {
        await FirstAsync("a");

        Assert.Equal("a", await _value.GetAsync(Token));
        Assert.Single(_fetches);
    }

    [Fact]
    public async Task Stale_value_is_fetched_once_for_all_callers_that_found_it_stale()
    {
        var stale = await FirstAsync("a");

        var first = _value.RefreshAsync(stale, Token);
        var second = _value.RefreshAsync(stale, Token);
        _fetches[1].SetResult("b");

        Assert.Equal(["b", "b"], await Task.WhenAll(first, second));
        Assert.Equal("b", await _value.RefreshAsync(stale, Token));
        Assert.Equal(2, _fetches.Count);
    }

    [Fact]
    public async Task Equal_value_of_a_later_fetch_is_a_new_value()
    {
        var stale = await FirstAsync("a");
        var refreshing = _value.RefreshAsync(stale, Token);
        _fetches[1].SetResult(new string('a', 1));
        var same = await refreshing;

        _ = _value.RefreshAsync(same, Token);

        Assert.Equal(3, _fetches.Count);
    }

    [Fact]
    public async Task Failed_fetch_is_not_remembered()
    {
        var failing = _value.GetAsync(Token);
        _fetches[0].SetException(new IOException());
        await Assert.ThrowsAsync<IOException>(() => failing);

        var again = _value.GetAsync(Token);
        _fetches[1].SetResult("a");

        Assert.Equal("a", await again);
    }

    [Fact]
    public async Task Cancelled_caller_does_not_end_the_wait_of_another()
    {
        using var deadline = new CancellationTokenSource();
        var first = _value.GetAsync(Token);
        var second = _value.GetAsync(deadline.Token);
        await deadline.CancelAsync();
        _fetches[0].SetResult("a");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal("a", await first);
    }

    [Fact]
    public async Task Cancelled_caller_that_started_the_fetch_does_not_cancel_another()
    {
        using var deadline = new CancellationTokenSource();
        var first = _value.GetAsync(deadline.Token);
        var second = _value.GetAsync(Token);
        await deadline.CancelAsync();
        _fetches[0].SetCanceled(_tokens[0]);
        _fetches[1].SetResult("a");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("a", await second);
    }

    [Fact]
    public async Task Fetch_that_no_caller_cancelled_and_that_ends_as_cancelled_is_a_failure()
    {
        var getting = _value.GetAsync(Token);
        _fetches[0].SetException(new TaskCanceledException("a time limit of its own"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => getting);
        Assert.Single(_fetches);
    }

    [Fact]
    public async Task Current_value_is_fetched_once_for_callers_at_the_same_time()
    {
        var one = _value.GetCurrentAsync(Token);
        var other = _value.GetCurrentAsync(Token);
        Assert.Single(_fetches).SetResult("a");

        Assert.Equal(["a", "a"], await Task.WhenAll(one, other));
    }

    [Fact]
    public async Task Current_value_is_fetched_again_for_every_later_caller()
    {
        await FirstAsync("a");

        var later = _value.GetCurrentAsync(Token);
        _fetches[1].SetResult("b");

        Assert.Equal("b", await later);
    }

    [Fact]
    public async Task Fetch_that_completes_after_its_caller_was_cancelled_is_not_the_current_value_of_a_later_caller()
    {
        using var deadline = new CancellationTokenSource();
        var cancelled = _value.GetCurrentAsync(deadline.Token);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        _fetches[0].SetResult("a");

        var later = _value.GetCurrentAsync(Token);
        _fetches[1].SetResult("b");

        Assert.Equal("b", await later);
    }

    [Fact]
    public async Task Fetch_whose_caller_was_cancelled_is_not_shared_with_a_later_caller_while_it_is_under_way()
    {
        using var deadline = new CancellationTokenSource();
        var cancelled = _value.GetCurrentAsync(deadline.Token);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var later = _value.GetCurrentAsync(Token);
        _fetches[0].SetResult("a");
        _fetches[1].SetResult("b");

        Assert.Equal("b", await later);
    }

    private async Task<string> FirstAsync(string value)
    {
        var getting = _value.GetAsync(Token);
        _fetches[0].SetResult(value);
        return await getting;
    }

    private Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        _tokens.Add(cancellationToken);
        _fetches.Add(new TaskCompletionSource<string>());
        return _fetches[^1].Task;
    }
}
