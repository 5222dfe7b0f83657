using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>All calls to Workload Security, with any response.</summary>
[Trait("Category", "Long")]
public sealed class VendorResponseFuzzTests
{
    private static readonly IReadOnlyList<byte[]> Responses =
    [
        .. Seeds.Of("Payloads", "WorkloadSecurity.connectors.json", "WorkloadSecurity.register.json"),
        .. Seeds.Of(Path.Combine("Fuzzing", "Payloads"), "vendor-*.json"),
    ];

    [Fact]
    public void FindExternalId_handles_any_response() => Fuzz((api, token) => api.FindExternalIdAsync(token));

    [Fact]
    public void Search_handles_any_response() => Fuzz((api, token) => api.SearchAsync(Sample.Id, token));

    [Fact]
    public void List_handles_any_response() =>
        Fuzz((api, token) =>
            new ListedRegistrations("workload-security", Sample.Role, false, false).LoadAsync(api, token));

    [Fact]
    public void FindKeyExpiry_handles_any_response() => Fuzz((api, token) => api.FindKeyExpiryAsync(token));

    [Fact]
    public void Retrieval_setting_handles_any_response() => Fuzz(
        (tenant, token) => new RetrievalSettingClient(tenant.Http).ReadAsync(token), nameof(RetrievalSettingClient));

    [Fact]
    public void Create_handles_any_response() => Fuzz((api, token) => api.CreateAsync(Sample.Id, Sample.Fields, DateTimeOffset.MaxValue, token));

    [Fact]
    public void Modify_handles_any_response() => Fuzz((api, token) => api.ModifyAsync(5, Sample.Fields, token));

    [Fact]
    public void Remove_handles_any_response() => Fuzz((api, token) => api.RemoveAsync(5, token));

    private static void Fuzz(
        Func<WorkloadSecurityClient, CancellationToken, Task> call,
        [System.Runtime.CompilerServices.CallerMemberName] string name = "") =>
        Fuzz((tenant, token) => call(tenant.Api, token), name);

    private static void Fuzz(Func<TenantClient, CancellationToken, Task> call, string name)
    {
        using var wire = new FuzzedWire("workload.test");
        new FuzzRun($"vendor {name}", 4, Responses).Run(input =>
        {
            wire.Begin(input);
            var tenant = new TenantClient(wire, input.Random.One(Enum.GetValues<KeyStyle>()));
            FuzzedCall.Run<WorkloadSecurityException>(tenant.Time, token => call(tenant, token));
        });
    }
}
