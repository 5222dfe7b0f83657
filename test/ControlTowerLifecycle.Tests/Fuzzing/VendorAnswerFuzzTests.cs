using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>All calls to Workload Security, with any answer.</summary>
[Trait("Category", "Long")]
public sealed class VendorAnswerFuzzTests
{
    private static readonly IReadOnlyList<byte[]> Answers =
    [
        .. Seeds.Of("Payloads", "WorkloadSecurity.connectors.json", "WorkloadSecurity.register.json"),
        .. Seeds.Of(Path.Combine("Fuzzing", "Payloads"), "vendor-*.json"),
    ];

    [Fact]
    public void Asking_for_the_external_ID() => Fuzz((api, token) => api.FindExternalIdAsync(token));

    [Fact]
    public void Searching() => Fuzz((api, token) => api.SearchAsync(Sample.Id, token));

    [Fact]
    public void Listing() =>
        Fuzz((api, token) => ListedRegistrations.ReadAsync(api, "workload-security", Sample.Role, false, token));

    [Fact]
    public void Asking_when_the_key_ends() => Fuzz((api, token) => api.FindKeyExpiryAsync(token));

    [Fact]
    public void Registering() => Fuzz((api, token) => api.CreateAsync(Sample.Id, Sample.Fields, token));

    [Fact]
    public void Modifying() => Fuzz((api, token) => api.ModifyAsync(5, Sample.Fields, token));

    [Fact]
    public void Removing() => Fuzz((api, token) => api.RemoveAsync(5, token));

    private static void Fuzz(
        Func<WorkloadSecurityClient, CancellationToken, Task> call,
        [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        using var wire = new FuzzedWire("workload.test");
        new FuzzRun($"vendor {name}", 4, Answers).Of(input =>
        {
            wire.Begin(input);
            var tenant = new TenantClient(wire, input.Random.One(Enum.GetValues<KeyStyle>()));
            FuzzedCall.Run<WorkloadSecurityException>(tenant.Time, token => call(tenant.Api, token));
        });
    }
}
