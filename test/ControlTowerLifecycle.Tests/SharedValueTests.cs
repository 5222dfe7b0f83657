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
    public async Task Later_caller_gets_the_fetched_value()
    {
        await FirstAsync("a");

        Assert.Equal("a", await _value.GetAsync(Token));
        Assert.Single(_fetches);
    }

    [Fact]
    public async Task Stale_value_is_fetched_again_once_for_all_callers()
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
    public async Task Equal_value_of_a_new_fetch_counts_as_new()
    {
        var stale = await FirstAsync("a");
        var refreshing = _value.RefreshAsync(stale, Token);
        _fetches[1].SetResult(new string('a', 1));
        var same = await refreshing;

        _ = _value.RefreshAsync(same, Token);

        Assert.Equal(3, _fetches.Count);
    }

    [Fact]
    public async Task Failed_fetch_is_not_kept()
    {
        var failing = _value.GetAsync(Token);
        _fetches[0].SetException(new IOException());
        await Assert.ThrowsAsync<IOException>(() => failing);

        var again = _value.GetAsync(Token);
        _fetches[1].SetResult("a");

        Assert.Equal("a", await again);
    }

    [Fact]
    public async Task Cancelled_caller_does_not_cancel_another_caller()
    {
        using var cancelled = new CancellationTokenSource();
        var first = _value.GetAsync(Token);
        var second = _value.GetAsync(cancelled.Token);
        await cancelled.CancelAsync();
        _fetches[0].SetResult("a");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal("a", await first);
    }

    [Fact]
    public async Task Cancellation_of_the_first_caller_does_not_cancel_another_caller()
    {
        using var cancelled = new CancellationTokenSource();
        var first = _value.GetAsync(cancelled.Token);
        var second = _value.GetAsync(Token);
        await cancelled.CancelAsync();
        _fetches[0].SetCanceled(_tokens[0]);
        _fetches[1].SetResult("a");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("a", await second);
    }

    [Fact]
    public async Task Fetch_that_cancels_itself_fails_without_a_retry()
    {
        var getting = _value.GetAsync(Token);
        _fetches[0].SetException(new TaskCanceledException("a time limit of its own"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => getting);
        Assert.Single(_fetches);
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
