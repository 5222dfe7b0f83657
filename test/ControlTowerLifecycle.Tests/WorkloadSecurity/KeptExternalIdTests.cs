using System.Text.Json.Nodes;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>The external ID is written beside the API key, and nothing that another writer put there is lost.</summary>
public class KeptExternalIdTests
{
    private const string Id = "b0a5c2de-7a1f-4c39-9d3e-2f6b8c1d4e5f";
    private const string Rotation = "00000001-0000-4000-8000-000000000000";
    private const string NextRotation = "00000002-0000-4000-8000-000000000000";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_other_field_stays()
    {
        var versions = new SandboxSecretVersions("""{"Owner":"platform","ApiKey":"k1+/=","Count":1.50,"ExternalId":"old-id"}""");

        await new KeptExternalId(versions).WriteAsync(Id, Token);

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$"""{"Owner":"platform","ApiKey":"k1+/=","Count":1.50,"ExternalId":"{{Id}}"}"""),
            JsonNode.Parse(versions.Text)));
    }

    [Fact]
    public async Task Bare_key_becomes_a_field()
    {
        var versions = new SandboxSecretVersions("k1\n");

        await new KeptExternalId(versions).WriteAsync(Id, Token);

        var read = WorkloadSecuritySecret.Parse(versions.Text);
        Assert.Equal(("k1", Id), (read.ApiKey, read.ExternalId));
    }

    [Fact]
    public async Task Secret_with_the_ID_is_not_written()
    {
        var versions = new SandboxSecretVersions($$"""{"ApiKey":"k1","ExternalId":"{{Id}}"}""");

        await new KeptExternalId(versions).WriteAsync(Id, Token);

        Assert.Empty(versions.Writes);
    }

    [Fact]
    public async Task Secret_that_has_a_field_twice_is_not_written()
    {
        var versions = new SandboxSecretVersions("""{"ApiKey":"k1","Owner":"a","Owner":"b"}""");

        var failure = await RefusedAsync(versions);

        Assert.Contains("a field twice", failure.Message, StringComparison.Ordinal);
        Assert.Empty(versions.Writes);
    }

    /// <summary>A writer comes between the read and each later call.</summary>
    [Theory]
    [InlineData("add ControlTowerLifecycleExternalId")]
    [InlineData("move AWSCURRENT")]
    public async Task Secret_that_another_writer_changed_meanwhile_keeps_its_change(string call)
    {
        var versions = new SandboxSecretVersions("k1");
        versions.OnCall = name => Once(versions, name == call, () => versions.Put("k2"));

        await RefusedAsync(versions);

        Assert.Equal("k2", versions.Text);
        await new KeptExternalId(versions).WriteAsync(Id, Token);
        Assert.Equal("k2", WorkloadSecuritySecret.Parse(versions.Text).ApiKey);
    }

    [Fact]
    public async Task Nothing_is_written_during_a_rotation()
    {
        var versions = new SandboxSecretVersions("k1");
        versions.StartRotation(Rotation);

        var failure = await RefusedAsync(versions);

        Assert.Equal("a rotation of the API key is in progress", failure.Message);
        Assert.Empty(versions.Writes);
    }

    /// <summary>It may have read the secret before the ID was written, and then writes a secret without it.</summary>
    [Theory]
    [InlineData("add ControlTowerLifecycleExternalId")]
    [InlineData("move AWSCURRENT")]
    public async Task ID_does_not_count_as_kept_if_a_rotation_started_meanwhile(string call)
    {
        var versions = new SandboxSecretVersions("k1");
        versions.OnCall = name => Once(versions, name == call, () => versions.StartRotation(Rotation));

        var failure = await RefusedAsync(versions);

        Assert.Equal("a rotation of the API key is in progress", failure.Message);
    }

    [Fact]
    public async Task Next_rotation_can_start_after_a_rotation_and_a_write()
    {
        var versions = new SandboxSecretVersions("k1");
        versions.Rotate(Rotation, "k2");

        await new KeptExternalId(versions).WriteAsync(Id, Token);
        versions.StartRotation(NextRotation);

        Assert.Contains("AWSPENDING", versions.Labels[NextRotation]);
        Assert.Equal("k2", WorkloadSecuritySecret.Parse(versions.Text).ApiKey);
    }

    [Fact]
    public async Task Write_whose_response_is_lost_counts()
    {
        var versions = new SandboxSecretVersions("k1");
        var isLost = false;
        versions.OnCall = name =>
        {
            if (name == "move AWSCURRENT" && !isLost)
            {
                isLost = true;
                versions.MakeKeptVersionCurrent();
                throw WorkloadSecurityFailure.NeedsOperator(name, "the response was lost", "");
            }
        };

        await new KeptExternalId(versions).WriteAsync(Id, Token);

        Assert.Equal(Id, WorkloadSecuritySecret.Parse(versions.Text).ExternalId);
    }

    /// <summary>The process ends before each of its writes, and the next walk does the same again.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Write_that_was_interrupted_continues_and_leaves_no_other_version(int done)
    {
        var versions = new SandboxSecretVersions("k1");
        versions.Rotate(Rotation, "k2");
        versions.OnCall = name => _ = versions.Writes.Count == done && name.Contains(' ', StringComparison.Ordinal)
            ? throw new OperationCanceledException()
            : 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new KeptExternalId(versions).WriteAsync(Id, Token));
        versions.OnCall = static _ => { };

        await new KeptExternalId(versions).WriteAsync(Id, Token);

        Assert.Equal(Id, WorkloadSecuritySecret.Parse(versions.Text).ExternalId);
        Assert.Equal(
            ["AWSCURRENT ControlTowerLifecycleExternalId", "AWSPREVIOUS"],
            versions.Labels.Values.Select(labels => string.Join(' ', labels)).Order(StringComparer.Ordinal));
    }

    private static void Once(SandboxSecretVersions versions, bool isNow, Action change)
    {
        if (!isNow)
            return;

        versions.OnCall = static _ => { };
        change();
    }

    private static Task<WorkloadSecurityException> RefusedAsync(SandboxSecretVersions versions) =>
        Assert.ThrowsAsync<WorkloadSecurityException>(() => new KeptExternalId(versions).WriteAsync(Id, Token));
}
