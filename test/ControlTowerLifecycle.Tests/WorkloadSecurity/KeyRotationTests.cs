using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>The key is changed in the secret while a process runs.</summary>
public class KeyRotationTests
{
    private readonly FakeTenant _tenant = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Auto_tries_both_styles_of_a_rotated_key()
    {
        var tenant = Tenant(KeyStyle.Auto, "k1", acceptedKey: "legacy k2");
        await tenant.Keys.GetAsync(Token);
        tenant.Secret = "k2";

        await CallAsync(tenant);

        Assert.Equal(["ApiKey k1", "legacy k1", "ApiKey k2", "legacy k2"], _tenant.ReceivedKeys);
    }

    [Theory]
    [InlineData(KeyStyle.Auto)]
    [InlineData(KeyStyle.ApiKey)]
    [InlineData(KeyStyle.Legacy)]
    public async Task No_call_is_made_more_than_four_times_however_often_the_key_changes(KeyStyle style)
    {
        var tenant = Tenant(style, "k0", acceptedKey: null);
        _tenant.Gate = () =>
        {
            tenant.Secret = $"k{_tenant.ReceivedKeys.Count}";
            return _tenant.ReceivedKeys.Count < 100 ? Task.CompletedTask : throw new UnexpectedCallException("a hundredth time");
        };

        await RefusedAsync(tenant);

        Assert.InRange(_tenant.ReceivedKeys.Count, 2, 4);
    }

    [Theory]
    [InlineData(KeyStyle.Auto)]
    [InlineData(KeyStyle.ApiKey)]
    public async Task Rotated_key_is_found_with_one_read_of_the_secret_for_many_callers(KeyStyle style)
    {
        const int callers = 20;
        var tenant = Tenant(style, "k1", acceptedKey: "ApiKey k1");
        await CallAsync(tenant);
        tenant.Secret = "k2";
        _tenant.AcceptedKey = "ApiKey k2";
        var allArrived = new TaskCompletionSource();
        _tenant.Gate = () => allArrived.Task;

        var calls = Enumerable.Range(0, callers).Select(_ => CallAsync(tenant)).ToArray();
        allArrived.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal(2, tenant.SecretReads);
        Assert.Equal(1 + callers, _tenant.ReceivedKeys.Count(key => key == "ApiKey k1"));
        Assert.Equal(callers, _tenant.ReceivedKeys.Count(key => key == "ApiKey k2"));
    }

    [Fact]
    public async Task Refusal_without_a_new_key_does_not_hide_a_later_rotation()
    {
        var tenant = Tenant(KeyStyle.ApiKey, "k1", acceptedKey: "ApiKey k1");
        await CallAsync(tenant);
        _tenant.AcceptedKey = null;
        await RefusedAsync(tenant);
        tenant.Secret = "k2";
        _tenant.AcceptedKey = "ApiKey k2";

        await CallAsync(tenant);

        Assert.Equal("ApiKey k2", _tenant.ReceivedKeys[^1]);
    }

    [Fact]
    public async Task Late_response_for_the_old_key_does_not_restore_it()
    {
        var tenant = Tenant(KeyStyle.ApiKey, "k1", acceptedKey: "ApiKey k1");
        var late = new TaskCompletionSource();
        _tenant.Gate = () => late.Task;
        var old = CallAsync(tenant);
        _tenant.Gate = () => Task.CompletedTask;
        tenant.Secret = "k2";
        _tenant.AcceptedKey = "ApiKey k2";
        await CallAsync(tenant);
        _tenant.AcceptedKey = "ApiKey k1";
        late.SetResult();
        await old;
        _tenant.AcceptedKey = "ApiKey k2";
        _tenant.ClearReceivedKeys();

        await CallAsync(tenant);

        Assert.Equal(["ApiKey k2"], _tenant.ReceivedKeys);
    }

    private TenantClient Tenant(KeyStyle style, string key, string? acceptedKey)
    {
        _tenant.AcceptedKey = acceptedKey;
        return new TenantClient(_tenant, style) { Secret = key };
    }

    private static Task CallAsync(TenantClient tenant) => tenant.Api.FindExternalIdAsync(Token);

    private static Task<WorkloadSecurityException> RefusedAsync(TenantClient tenant) =>
        Assert.ThrowsAsync<WorkloadSecurityException>(() => CallAsync(tenant));
}
