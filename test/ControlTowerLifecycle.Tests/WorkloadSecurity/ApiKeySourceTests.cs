using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>The key and its style, as the tenant receives them call by call.</summary>
public class ApiKeySourceTests
{
    private readonly FakeTenant _tenant = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Style_api_key_is_the_Authorization_header()
    {
        var tenant = Tenant(KeyStyle.ApiKey, Sample.LegacyKey, acceptedKey: $"ApiKey {Sample.LegacyKey}");

        await CallAsync(tenant);

        Assert.Equal([$"ApiKey {Sample.LegacyKey}"], _tenant.ReceivedKeys);
    }

    [Fact]
    public async Task Style_legacy_is_a_header_of_its_own()
    {
        var tenant = Tenant(KeyStyle.Legacy, Sample.Key, acceptedKey: $"legacy {Sample.Key}");

        await CallAsync(tenant);

        Assert.Equal([$"legacy {Sample.Key}"], _tenant.ReceivedKeys);
    }

    [Theory]
    [InlineData("2:vJC6=", "legacy 2:vJC6=")]
    [InlineData("123:vJC6=", "legacy 123:vJC6=")]
    [InlineData("vJC6=", "ApiKey vJC6=")]
    [InlineData("tmc12:vJC6=", "ApiKey tmc12:vJC6=")]
    [InlineData(":vJC6=", "ApiKey :vJC6=")]
    [InlineData("2vJC6=", "ApiKey 2vJC6=")]
    [InlineData("2", "ApiKey 2")]
    public async Task Auto_takes_the_style_that_the_key_looks_like(string key, string presented)
    {
        await CallAsync(Tenant(KeyStyle.Auto, key, acceptedKey: presented));

        Assert.Equal([presented], _tenant.ReceivedKeys);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Auto_tries_the_other_style_once_and_stays_with_it(int refusal)
    {
        var tenant = Tenant(KeyStyle.Auto, "k1", acceptedKey: "legacy k1");
        _tenant.RefusalStatus = refusal;

        await CallAsync(tenant);
        await CallAsync(tenant);

        Assert.Equal(["ApiKey k1", "legacy k1", "legacy k1"], _tenant.ReceivedKeys);
        Assert.Equal(1, tenant.SecretReads);
    }

    [Fact]
    public async Task Auto_gives_up_an_unchanged_key_after_both_styles()
    {
        var tenant = Tenant(KeyStyle.Auto, "k1", acceptedKey: null);

        var refused = await RefusedAsync(tenant);

        Assert.Equal((401, FailureKind.NeedsOperator), (refused.Status, refused.Kind));
        Assert.Equal(["ApiKey k1", "legacy k1"], _tenant.ReceivedKeys);
        Assert.Equal(2, tenant.SecretReads);
    }

    [Fact]
    public async Task One_wrong_refusal_does_not_change_the_style_for_good()
    {
        var tenant = Tenant(KeyStyle.Auto, "k1", acceptedKey: null);
        await RefusedAsync(tenant);
        _tenant.ClearReceivedKeys();
        _tenant.AcceptedKey = "ApiKey k1";

        await CallAsync(tenant);

        Assert.Equal(["ApiKey k1"], _tenant.ReceivedKeys);
    }

    [Fact]
    public async Task Accepted_key_is_never_tried_in_the_other_style()
    {
        var tenant = Tenant(KeyStyle.Auto, "k1", acceptedKey: "ApiKey k1");
        await CallAsync(tenant);
        _tenant.AcceptedKey = null;

        await RefusedAsync(tenant);

        Assert.Equal(["ApiKey k1", "ApiKey k1"], _tenant.ReceivedKeys);
    }

    [Fact]
    public async Task Style_that_is_set_is_the_only_one_tried()
    {
        var tenant = Tenant(KeyStyle.ApiKey, "k1", acceptedKey: "legacy k1");

        await RefusedAsync(tenant);

        Assert.Equal(["ApiKey k1"], _tenant.ReceivedKeys);
    }

    [Fact]
    public async Task Failure_with_403_is_reported_before_the_401_of_the_other_style()
    {
        var tenant = Tenant(KeyStyle.Auto, "k1", acceptedKey: null);
        _tenant.Gate = () =>
        {
            _tenant.RefusalStatus = _tenant.ReceivedKeys.Count == 1 ? 403 : 401;
            return Task.CompletedTask;
        };

        Assert.Equal(403, (await RefusedAsync(tenant)).Status);
    }

    [Fact]
    public async Task Secret_is_read_again_when_it_is_fifteen_minutes_old()
    {
        var tenant = Tenant(KeyStyle.ApiKey, "k1", acceptedKey: "ApiKey k1");
        await CallAsync(tenant);
        tenant.Secret = "k2";
        tenant.Time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        await CallAsync(tenant);
        _tenant.AcceptedKey = "ApiKey k2";
        tenant.Time.Advance(TimeSpan.FromTicks(1));

        await CallAsync(tenant);

        Assert.Equal(["ApiKey k1", "ApiKey k1", "ApiKey k2"], _tenant.ReceivedKeys);
        Assert.Equal(2, tenant.SecretReads);
    }

    [Fact]
    public async Task Secret_is_read_again_before_a_walk()
    {
        var tenant = Tenant(KeyStyle.ApiKey, "k1", acceptedKey: "ApiKey k1");
        await CallAsync(tenant);
        tenant.Secret = "k2";
        _tenant.AcceptedKey = "ApiKey k2";
        tenant.Time.Advance(TimeSpan.FromMinutes(1));

        await tenant.Api.RereadKeyAsync(Token);
        await CallAsync(tenant);

        Assert.Equal(["ApiKey k1", "ApiKey k2"], _tenant.ReceivedKeys);
    }

    [Theory]
    [InlineData(KeyStyle.Auto)]
    [InlineData(KeyStyle.ApiKey)]
    public async Task Wrong_key_is_presented_four_times_at_most(KeyStyle style)
    {
        var tenant = Tenant(style, "k1", acceptedKey: null);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RefusedAsync(tenant)));
        var refused = await RefusedAsync(tenant);

        Assert.Equal(4, _tenant.ReceivedKeys.Count);
        Assert.Contains("was not called: Workload Security refused the API key", refused.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.NeedsOperator, refused.Kind);
    }

    [Fact]
    public async Task Key_that_is_changed_after_four_refusals_is_used_at_once()
    {
        var tenant = Tenant(KeyStyle.ApiKey, "k1", acceptedKey: "ApiKey k2");
        for (var refusals = 0; refusals < 5; refusals++)
            await RefusedAsync(tenant);
        tenant.Secret = "k2";

        await CallAsync(tenant);

        Assert.Equal("ApiKey k2", _tenant.ReceivedKeys[^1]);
    }

    [Theory]
    [InlineData(KeyStyle.Auto, 2)]
    [InlineData(KeyStyle.ApiKey, 1)]
    public async Task Refused_key_that_was_repaired_at_the_vendor_is_used_after_15_minutes(KeyStyle style, int attempts)
    {
        var tenant = Tenant(style, "k1", acceptedKey: null);
        for (var call = 0; call < 5; call++)
            await RefusedAsync(tenant);
        tenant.Time.Advance(TimeSpan.FromMinutes(15));
        await RefusedAsync(tenant);
        await RefusedAsync(tenant);
        Assert.Equal(4 + attempts, _tenant.ReceivedKeys.Count);
        tenant.Time.Advance(TimeSpan.FromMinutes(15));
        _tenant.AcceptedKey = "ApiKey k1";

        await CallAsync(tenant);
        await CallAsync(tenant);

        Assert.Equal(["ApiKey k1", "ApiKey k1"], _tenant.ReceivedKeys.TakeLast(2));
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
