using System.Text;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Rotation;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>A page for a browser is never an answer of the vendor.</summary>
public class WorkloadSecurityPageTests
{
    private const string Page = "<html><b>Blocked by the firewall</b></html>";

    private readonly ScriptedHttp _wire = new();
    private readonly TenantClient _tenant;

    public WorkloadSecurityPageTests() => _tenant = new TenantClient(_wire);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connector_is_not_removed_by_a_page_that_says_404()
    {
        _wire.Answer(404, Page);

        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(() => _tenant.Api.RemoveAsync(5, Token));

        Assert.Equal(FailureKind.Retryable, failure.Kind);
    }

    [Fact]
    public async Task Key_is_not_deleted_by_a_page_that_says_404()
    {
        _wire.Answer(404, Page);

        await Assert.ThrowsAsync<WorkloadSecurityException>(() => new ApiKeysClient(_tenant.Http).DeleteAsync(5, Token));
    }

    [Fact]
    public async Task Connector_and_key_that_were_removed_before_are_no_failure()
    {
        _wire.Answer(404, """{"message":"not found"}""").Answer(404);

        await _tenant.Api.RemoveAsync(5, Token);
        await new ApiKeysClient(_tenant.Http).DeleteAsync(5, Token);

        Assert.True(_wire.IsOver);
    }

    [Theory]
    [InlineData("text/html", "Please sign in.")]
    [InlineData("text/plain", $"\ufeff\n{Page}")]
    public async Task Removal_that_a_page_answers_is_a_retryable_failure(string type, string body)
    {
        _wire.Answer(200, new StringContent(body, Encoding.UTF8, type));

        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(() => _tenant.Api.RemoveAsync(5, Token));

        Assert.Contains("but the response cannot be read", failure.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Retryable, failure.Kind);
    }

    [Fact]
    public async Task Page_that_says_404_does_not_prove_the_right_to_change_connectors()
    {
        _wire.Answer(404, Page);

        Assert.False(await _tenant.Api.VerifyWriteAsync(Token));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task Page_does_not_mean_that_a_role_has_no_connector(int status)
    {
        _wire.Answer(status, Page);

        await Assert.ThrowsAsync<WorkloadSecurityException>(
            () => _tenant.Api.SearchRoleAsync(Sample.Id, Sample.RoleArn, static _ => { }, Token));
    }
}
