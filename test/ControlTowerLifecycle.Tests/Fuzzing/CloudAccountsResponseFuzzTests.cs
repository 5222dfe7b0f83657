using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>All calls to Cloud Accounts, with any response.</summary>
[Trait("Category", "Long")]
public sealed class CloudAccountsResponseFuzzTests
{
    private static readonly IReadOnlyList<byte[]> Responses =
    [
        .. Seeds.Of("Payloads", "cloud-account.json"),
        .. Seeds.Of(Path.Combine("Fuzzing", "Payloads"), "cloud-*.json"),
    ];

    [Fact]
    public void Find_handles_any_response() => Fuzz((client, token) => client.FindAsync(Sample.Id, token));

    [Fact]
    public void List_handles_any_response() => Fuzz(static async (client, token) =>
    {
        await foreach (var _ in client.ListAsync(25, null, token))
        {
        }
    });

    [Fact]
    public void Features_handle_any_response() => Fuzz((client, token) => client.ListFeaturesAsync(token));

    [Fact]
    public void Health_handles_any_response() => Fuzz((client, token) => client.CheckHealthAsync(token));

    [Fact]
    public void Create_handles_any_response() =>
        Fuzz((client, token) => client.CreateAsync(Sample.Id, new ConnectionFields("a", CloudSample.RoleArn), token));

    [Fact]
    public void Modify_handles_any_response() =>
        Fuzz((client, token) => client.ModifyAsync(Sample.Id, CloudSample.RoleArn, "\"7\"", token));

    [Fact]
    public void Remove_handles_any_response() => Fuzz((client, token) => client.RemoveAsync(Sample.Id, token));

    private static void Fuzz(
        Func<CloudAccountsClient, CancellationToken, Task> call,
        [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        using var wire = new FuzzedWire("api.eu.test");
        new FuzzRun($"Cloud Accounts {name}", 2, Responses).Run(input =>
        {
            wire.Begin(input);
            var api = new CloudAccountsApi(wire);
            FuzzedCall.Run<CloudAccountsException>(api.Time, token => call(api.Client, token));
        });
    }
}
