namespace ControlTowerLifecycle.Tests;

public class SharedValueTests
{
    private readonly List<TaskCompletionSource<string>> _fetches = [];
    private readonly List<CancellationToken> _tokens = [];
    private readonly SharedValue<string> _value;

    public SharedValueTests() => _value = new SharedValue<string>(FetchAsync);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Nothing_is_fetched_before_it_is_asked_for() => Assert.Empty(_fetches);

    [Fact]
    public async Task Callers_at_once_share_one_fetch()
    {
        var one = _value.GetAsync(Token);
        var other = _value.GetAsync(Token);
        Assert.Single(_fetches).SetResult("a");

        Assert.Equal(["a", "a"], await Task.WhenAll(one, other));
    }

    [Fact]
    public async Task Later_callers_get_what_was_fetched()
    {
        await FirstAsync("a");

        Assert.Equal("a", await _value.GetAsync(Token));
        Assert.Single(_fetches);
    }

    [Fact]
    public async Task A_stale_value_is_fetched_anew_once_for_all_who_found_it_stale()
    {
        var stale = await FirstAsync("a");

        var one = _value.RefreshAsync(stale, Token);
        var other = _value.RefreshAsync(stale, Token);
        _fetches[1].SetResult("b");

        Assert.Equal(["b", "b"], await Task.WhenAll(one, other));
        Assert.Equal("b", await _value.RefreshAsync(stale, Token));
        Assert.Equal(2, _fetches.Count);
    }

    [Fact]
    public async Task A_value_that_is_the_same_when_fetched_anew_is_a_new_one()
    {
        var stale = await FirstAsync("a");
        var refreshing = _value.RefreshAsync(stale, Token);
        _fetches[1].SetResult(new string('a', 1));
        var same = await refreshing;

        _ = _value.RefreshAsync(same, Token);

        Assert.Equal(3, _fetches.Count);
    }

    [Fact]
    public async Task A_fetch_that_failed_is_not_remembered()
    {
        var failing = _value.GetAsync(Token);
        _fetches[0].SetException(new IOException());
        await Assert.ThrowsAsync<IOException>(() => failing);

        var again = _value.GetAsync(Token);
        _fetches[1].SetResult("a");

        Assert.Equal("a", await again);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_end_the_wait_of_another()
    {
        using var impatient = new CancellationTokenSource();
        var first = _value.GetAsync(Token);
        var second = _value.GetAsync(impatient.Token);
        await impatient.CancelAsync();
        _fetches[0].SetResult("a");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal("a", await first);
    }

    [Fact]
    public async Task The_caller_who_started_the_fetch_gives_up_for_nobody_else()
    {
        using var impatient = new CancellationTokenSource();
        var first = _value.GetAsync(impatient.Token);
        var second = _value.GetAsync(Token);
        await impatient.CancelAsync();
        _fetches[0].SetCanceled(_tokens[0]);
        _fetches[1].SetResult("a");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("a", await second);
    }

    [Fact]
    public async Task A_fetch_that_was_cancelled_by_nobody_is_a_failure_and_not_tried_for_ever()
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
