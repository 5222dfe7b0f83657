using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>A failed call can have registered the account, or another run or team registered it first.</summary>
public class AmbiguousRegistrationTests : RegistrationTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Registration_with_a_lost_response_is_found(bool createdByThisRun)
    {
        Vendor.LoseNextResponse();

        await RegisterAsync(createdByThisRun ? JustMade : Old);

        Assert.Equal(1, Vendor.Count(Register));
        AssertOne(1);
    }

    [Fact]
    public async Task Registration_that_takes_effect_after_its_failure_leaves_no_duplicate()
    {
        Vendor.RefuseNext(500);
        Vendor.Script(register =>
        {
            Vendor.Add(Sample.ConnectorName, Sample.RoleArn);
            return register();
        });

        await RegisterAsync(JustMade);

        Assert.True(Tenant.Waited < ConnectorRegistration.Lead);
        AssertOne(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(409)]
    public async Task Failure_without_a_registration_is_left_to_the_queue_if_the_role_is_old(int status)
    {
        Vendor.RefuseNext(status);

        Assert.Equal(status, (await FailureAsync(() => RegisterAsync(Old))).Status);

        // By role before, then by role and by account after the failure.
        Assert.Equal([Search, Register, Search, Search], Vendor.Calls);
    }

    [Fact]
    public async Task Registration_is_not_searched_for_after_429_which_registers_nothing()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            Vendor.RefuseNext(429);

        await RegisterAsync(JustMade);

        Assert.Equal([Register, Register, Register, Register], Vendor.Calls);
        AssertOne(1);
    }

    [Theory]
    [InlineData(409, "AWS account 444455556666 already exists")]
    [InlineData(400, "A connector with this cross account role is already registered.")]
    [InlineData(422, "Duplicate entry")]
    public async Task Refusal_because_of_an_existing_connector_adopts_it_without_another_registration(int status, string text)
    {
        Vendor.Add(Sample.ConnectorName, Sample.RoleArn, account: "");
        Vendor.RefuseNextWith(status, text);

        await RegisterAsync(JustMade);

        // By role after the refusal, and again because a run that was not alone looks for a twin.
        Assert.Equal([Register, Search, Search], Vendor.Calls);
        Assert.Single(Vendor.Connectors);
    }

    [Fact]
    public async Task Refusal_because_of_a_connector_that_no_search_finds_is_a_clear_failure_after_one_registration()
    {
        Vendor.RefuseNextWith(409, "AWS account 444455556666 already exists");

        var failure = await FailureAsync(() => RegisterAsync(JustMade));

        Assert.Equal([Register, Search, Search], Vendor.Calls);
        Assert.Equal((FailureKind.NeedsOperator, 409, true), (failure.Kind, failure.Status, failure.IsUncertain));
        Assert.Contains("No search by account or role finds this connector", failure.Message, StringComparison.Ordinal);
        Assert.Contains("other tenants", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_because_of_a_connector_on_another_role_has_the_account_observed_again()
    {
        Vendor.Add("Cloud Accounts", OtherArn);
        Vendor.RefuseNextWith(409, "AWS account 444455556666 already exists");

        await Assert.ThrowsAsync<StaleStateException>(() => RegisterAsync(JustMade));

        Assert.Equal([Register, Search, Search], Vendor.Calls);
    }

    /// <summary>An earlier registration, with a lost response, can have made the connector.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("no")]
    [InlineData("Das Konto ist schon verbunden.")]
    [InlineData("The role is used by a connector that exists")]
    public async Task Refusal_with_an_unknown_text_is_followed_by_a_search_before_the_next_registration(string text)
    {
        Vendor.Script(_ =>
        {
            Vendor.Add(Sample.ConnectorName, Sample.RoleArn, account: "");
            return FakeVendor.Refusal(400, text);
        });

        await RegisterAsync(JustMade);

        Assert.Equal(1, Vendor.Count(Register));
        Assert.Single(Vendor.Connectors);
    }

    [Theory]
    [InlineData("Modification is not permitted")]
    [InlineData("This account is managed by Cloud Accounts.")]
    public async Task Connector_of_Cloud_Accounts_is_named_at_once_and_not_the_key(string text)
    {
        var connector = Vendor.Add("by hand", OtherArn);
        Vendor.NextModification = FakeVendor.Refusal(403, text);

        var failure = await FailureAsync(() => Registration.ModifyAsync(new(connector.Id, Sample.Fields), Old, Token));

        Assert.Equal(["POST awsconnectors/1"], Vendor.Calls);
        Assert.Equal(1, Tenant.SecretReads);
        Assert.Equal((403, FailureKind.NeedsOperator, false), (failure.Status, failure.Kind, failure.IsUncertain));
        Assert.EndsWith("connector 1 is managed by Trend Vision One Cloud Accounts", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Cloud Accounts", failure.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("key", failure.Advice, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Refusal_that_needs_the_operator_is_thrown_at_once(int status)
    {
        Vendor.RefuseNext(status);

        Assert.Equal(FailureKind.NeedsOperator, (await FailureAsync(() => RegisterAsync(JustMade))).Kind);

        Assert.Empty(Vendor.Calls.Except([Register], StringComparer.Ordinal));
    }

    [Fact]
    public async Task Foreign_connector_registered_meanwhile_is_left_alone_and_the_account_is_observed_again()
    {
        Vendor.Script(_ =>
        {
            Vendor.Add("by hand", OtherArn);
            throw new HttpRequestException("reset");
        });

        await Assert.ThrowsAsync<StaleStateException>(() => RegisterAsync(Old));

        Assert.Equal(("by hand", OtherArn), (Assert.Single(Vendor.Connectors).DisplayName, Vendor.Connectors[0].RoleArn));
        Assert.DoesNotContain(Vendor.Calls, call => call.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("by hand", Sample.RoleArn)]
    [InlineData("by hand", OtherArn)]
    [InlineData(Sample.ConnectorName, OtherArn)]
    [InlineData(Sample.ConnectorName, null)]
    public async Task Foreign_connector_is_never_removed(string name, string? arn)
    {
        var foreign = Vendor.Add(name, arn);

        await RegisterAsync(Old);

        Assert.Contains(foreign, Vendor.Connectors);
    }
}
