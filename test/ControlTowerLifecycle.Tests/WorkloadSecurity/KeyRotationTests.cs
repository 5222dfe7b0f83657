using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>The key is changed in the secret while a process runs.</summary>
public class KeyRotationTests
{
    private readonly TenantDoor _door = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Auto_tries_both_styles_of_a_rotated_key()
    {
        var tenant = Tenant(KeyStyle.Auto, "k1", taken: "legacy k2");
        await tenant.Keys.GetAsync(Token);
        tenant.Secret = "k2";

        await CallAsync(tenant);

        Assert.Equal(["ApiKey k1", "legacy k1", "ApiKey k2", "legacy k2"], _door.Presented);
    }

    [Theory]
    [InlineData(KeyStyle.Auto)]
    [InlineData(KeyStyle.ApiKey)]
    [InlineData(KeyStyle.Legacy)]
    public async Task No_call_is_made_more_than_four_times_however_often_the_key_changes(KeyStyle style)
    {
        var tenant = Tenant(style, "k0", taken: null);
        _door.Gate = () =>
        {
            tenant.Secret = $"k{_door.Presented.Count}";
            return _door.Presented.Count < 100 ? Task.CompletedTask : throw new UnexpectedCallException("a hundredth time");
        };

        await RefusedAsync(tenant);

        Assert.InRange(_door.Presented.Count, 2, 4);
    }

    [Theory]
    [InlineData(KeyStyle.Auto)]
    [InlineData(KeyStyle.ApiKey)]
    public async Task Rotated_key_is_found_with_one_read_of_the_secret_for_many_callers(KeyStyle style)
    {
        const int callers = 20;
        var tenant = Tenant(style, "k1", taken: "ApiKey k1");
        await CallAsync(tenant);
        tenant.Secret = "k2";
        _door.Taken = "ApiKey k2";
        var allArrived = new TaskCompletionSource();
        _door.Gate = () => allArrived.Task;

        var calls = Enumerable.Range(0, callers).Select(_ => CallAsync(tenant)).ToArray();
        allArrived.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal(2, tenant.SecretReads);
        Assert.Equal(1 + callers, _door.Presented.Count(key => key == "ApiKey k1"));
        Assert.Equal(callers, _door.Presented.Count(key => key == "ApiKey k2"));
    }

    [Fact]
    public async Task Refusal_without_a_new_key_does_not_hide_a_later_rotation()
    {
        var tenant = Tenant(KeyStyle.ApiKey, "k1", taken: "ApiKey k1");
        await CallAsync(tenant);
        _door.Taken = null;
        await RefusedAsync(tenant);
        tenant.Secret = "k2";
        _door.Taken = "ApiKey k2";

        await CallAsync(tenant);

        Assert.Equal("ApiKey k2", _door.Presented[^1]);
    }

    [Fact]
    public async Task Late_response_for_the_old_key_does_not_restore_it()
    {
        var tenant = Tenant(KeyStyle.ApiKey, "k1", taken: "ApiKey k1");
        var late = new TaskCompletionSource();
        _door.Gate = () => late.Task;
        var old = CallAsync(tenant);
        _door.Gate = () => Task.CompletedTask;
        tenant.Secret = "k2";
        _door.Taken = "ApiKey k2";
        await CallAsync(tenant);
        _door.Taken = "ApiKey k1";
        late.SetResult();
        await old;
        _door.Taken = "ApiKey k2";
        _door.Forget();

        await CallAsync(tenant);

        Assert.Equal(["ApiKey k2"], _door.Presented);
    }

    private TenantClient Tenant(KeyStyle style, string key, string? taken)
    {
        _door.Taken = taken;
        return new TenantClient(_door, style) { Secret = key };
    }

    private static Task CallAsync(TenantClient tenant) => tenant.Api.FindExternalIdAsync(Token);

    private static Task<WorkloadSecurityException> RefusedAsync(TenantClient tenant) =>
        Assert.ThrowsAsync<WorkloadSecurityException>(() => CallAsync(tenant));
}
