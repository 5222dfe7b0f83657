using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Hosting;

public class CloudAccountsSettingsTests
{
    private const string SecretArn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:VisionOne-AbCdEf";

    private static readonly (string Name, string Value)[] Required =
    [
        ("PROTECTIONS", "cloud-accounts"),
        ("CLOUD_ACCOUNTS_REGION", "eu"),
        ("CLOUD_ACCOUNTS_SECRET_ARN", SecretArn),
        ("CLOUD_ACCOUNTS_BUSINESS_ID", CloudSample.BusinessId),
    ];

    [Fact]
    public void Required_settings_have_the_defaults_of_the_region()
    {
        var settings = Read();

        Assert.Null(settings.WorkloadSecurity);
        var cloudAccounts = settings.CloudAccounts!;
        Assert.Equal("eu", cloudAccounts.Region);
        Assert.Equal("https://api.eu.xdr.trendmicro.com/", cloudAccounts.ApiUrl.AbsoluteUri);
        Assert.Equal(CloudSample.OidcHost, cloudAccounts.OidcHost);
        Assert.Equal("/v3.0/cam", cloudAccounts.PathPrefix);
        Assert.Equal(SecretArn, cloudAccounts.SecretArn);
        Assert.Equal(CloudSample.BusinessId, cloudAccounts.BusinessId);
        Assert.Null(cloudAccounts.Options.InstanceId);
        Assert.Empty(cloudAccounts.Options.InstanceRegions);
        Assert.Empty(cloudAccounts.Options.Features);
        Assert.Empty(cloudAccounts.ParameterPaths);
        Assert.False(cloudAccounts.TakesOver);
        Assert.Equal(300, cloudAccounts.CallsPerMinute);
    }

    [Fact]
    public void Optional_settings_are_read()
    {
        var cloudAccounts = Read(
            ("CLOUD_ACCOUNTS_API_URL", "http://127.0.0.1:4001"),
            ("CLOUD_ACCOUNTS_OIDC_HOST", "Oidc.Example.com"),
            ("CLOUD_ACCOUNTS_PATH_PREFIX", "/beta/xdr/cam"),
            ("CLOUD_ACCOUNTS_INSTANCE_ID", CloudSample.InstanceId),
            ("CLOUD_ACCOUNTS_INSTANCE_REGIONS", "eu-west-1, us-east-1"),
            ("CLOUD_ACCOUNTS_FEATURES", "cloud-response,container-security:eu-west-1+us-gov-west-1"),
            ("CLOUD_ACCOUNTS_PARAMETER_PATHS", "/trendmicro, v1/cam"),
            ("CLOUD_ACCOUNTS_FOREIGN", "take-over"),
            ("CLOUD_ACCOUNTS_CALLS_PER_MINUTE", "180")).CloudAccounts!;

        Assert.Equal("http://127.0.0.1:4001/", cloudAccounts.ApiUrl.AbsoluteUri);
        Assert.Equal("oidc.example.com", cloudAccounts.OidcHost);
        Assert.Equal("/beta/xdr/cam", cloudAccounts.PathPrefix);
        Assert.Equal(CloudSample.InstanceId, cloudAccounts.Options.InstanceId);
        Assert.Equal(["eu-west-1", "us-east-1"], cloudAccounts.Options.InstanceRegions);
        Assert.Equal(["cloud-response", "container-security"], cloudAccounts.Options.Features.Select(feature => feature.Id));
        Assert.Equal(["eu-west-1", "us-gov-west-1"], cloudAccounts.Options.Features[1].Regions);
        Assert.Equal(["/trendmicro", "v1/cam"], cloudAccounts.ParameterPaths);
        Assert.True(cloudAccounts.TakesOver);
        Assert.Equal(180, cloudAccounts.CallsPerMinute);
    }

    [Fact]
    public void Required_settings_are_not_needed_without_the_protection() =>
        Assert.Null(LifecycleSettings.From(SampleEnvironment.With()).CloudAccounts);

    [Fact]
    public void Both_protections_have_their_settings()
    {
        var settings = Read(("PROTECTIONS", "workload-security, cloud-accounts"));

        Assert.NotNull(settings.WorkloadSecurity);
        Assert.NotNull(settings.CloudAccounts);
    }

    [Fact]
    public void Secret_of_Workload_Security_is_required_with_it_only()
    {
        Assert.NotNull(Read(("WORKLOAD_SECURITY_SECRET_ARN", "")));
        Assert.Equal(
            ["WORKLOAD_SECURITY_SECRET_ARN is missing"],
            Faults(("PROTECTIONS", "workload-security,cloud-accounts"), ("WORKLOAD_SECURITY_SECRET_ARN", "")));
    }

    [Fact]
    public void All_missing_settings_are_reported_together() => Assert.Equal(
        [
            "CLOUD_ACCOUNTS_REGION is missing: it must be the region of Trend Vision One, for example us or eu",
            "CLOUD_ACCOUNTS_SECRET_ARN is missing",
            "CLOUD_ACCOUNTS_BUSINESS_ID is missing: it must be the business ID of the Trend Vision One console",
        ],
        Faults(("CLOUD_ACCOUNTS_REGION", ""), ("CLOUD_ACCOUNTS_SECRET_ARN", ""), ("CLOUD_ACCOUNTS_BUSINESS_ID", " ")));

    [Theory]
    [InlineData("CLOUD_ACCOUNTS_REGION", "eu-west-1", "must be one of us, jp, eu, au, sg, in, mea, uk, ca, za, id, br, us-gov, not 'eu-west-1'")]
    [InlineData("CLOUD_ACCOUNTS_SECRET_ARN", "VisionOne", "must be an ARN of secretsmanager, arn:aws:secretsmanager:…")]
    [InlineData("CLOUD_ACCOUNTS_BUSINESS_ID", "a/b", "must be a business ID: up to 64 letters, digits and -")]
    [InlineData("CLOUD_ACCOUNTS_BUSINESS_ID", "a\nb", "must be a business ID: up to 64 letters, digits and -")]
    [InlineData("CLOUD_ACCOUNTS_INSTANCE_ID", "17", "must be a product instance ID, for example 0f7e0a52-3c1d-4c2b-9a57-2f6f0c8e9d11")]
    [InlineData("CLOUD_ACCOUNTS_INSTANCE_ID", "{0f7e0a52-3c1d-4c2b-9a57-2f6f0c8e9d11}", "must be a product instance ID, for example 0f7e0a52-3c1d-4c2b-9a57-2f6f0c8e9d11")]
    [InlineData("CLOUD_ACCOUNTS_FEATURES", "a b", "must be IDs of features, optionally with AWS regions: some-feature:eu-west-1+eu-central-1")]
    [InlineData("CLOUD_ACCOUNTS_FEATURES", "a:nowhere", "'nowhere' is not a region of the partitions aws, aws-us-gov or aws-cn")]
    [InlineData("CLOUD_ACCOUNTS_FOREIGN", "yes", "must be 'keep' or 'take-over', not 'yes'")]
    [InlineData("CLOUD_ACCOUNTS_CALLS_PER_MINUTE", "0", "must be a whole number from 1 to 100000")]
    [InlineData("CLOUD_ACCOUNTS_API_URL", "http://api.example.com", "must be an https URL: the API key would be sent unencrypted")]
    [InlineData("CLOUD_ACCOUNTS_API_URL", "api.example.com", "must be the https URL of a host, without a path")]
    [InlineData("CLOUD_ACCOUNTS_API_URL", "https://api.example.com/v3.0", "must be the https URL of a host, without a path")]
    [InlineData("CLOUD_ACCOUNTS_API_URL", "https://user:pass@api.example.com/", "must be the https URL of a host, without a path")]
    [InlineData("CLOUD_ACCOUNTS_OIDC_HOST", "https://oidc.example.com", "must be a host name, without https://")]
    [InlineData("CLOUD_ACCOUNTS_PATH_PREFIX", "v3.0/cam", "must be a path such as /v3.0/cam")]
    [InlineData("CLOUD_ACCOUNTS_PATH_PREFIX", "/v3.0/cam?x=1", "must be a path such as /v3.0/cam")]
    [InlineData("CLOUD_ACCOUNTS_PARAMETER_PATHS", "/a*", "must be paths of parameters, for example /trendmicro")]
    public void Invalid_setting_is_reported_with_its_valid_values(string name, string value, string fault) =>
        Assert.Equal([$"{name}: {fault}"], Faults((name, value)));

    [Fact]
    public void Regions_of_an_instance_need_an_instance() => Assert.Equal(
        ["CLOUD_ACCOUNTS_INSTANCE_REGIONS requires CLOUD_ACCOUNTS_INSTANCE_ID"],
        Faults(("CLOUD_ACCOUNTS_INSTANCE_REGIONS", "eu-west-1")));

    [Fact]
    public void Call_budget_must_be_enough_for_all_processes() => Assert.Equal(
        [
            "CLOUD_ACCOUNTS_CALLS_PER_MINUTE: 179 is too low for MAXIMUM_CONCURRENCY 5, which requires 180 "
                + "(30 for each of 6 processes); increase it or reduce MAXIMUM_CONCURRENCY",
        ],
        Faults(("CLOUD_ACCOUNTS_CALLS_PER_MINUTE", "179")));

    [Fact]
    public void Connector_role_must_not_be_the_role_of_Cloud_Accounts() => Assert.Equal(
        ["CONNECTOR_ROLE_NAME: 'VisiononeRole' is the role of cloud-accounts; use another name"],
        Faults(("PROTECTIONS", "cloud-accounts,workload-security"), ("CONNECTOR_ROLE_NAME", "VisiononeRole")));

    [Theory]
    [InlineData("cloud-accounts", 1)]
    [InlineData("workload-security,cloud-accounts", 2)]
    public void Protections_are_composed_as_chosen(string protections, int count)
    {
        var settings = Read(("PROTECTIONS", protections), ("WORK_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/111122223333/work"));
        using var http = VendorHttp.Create();
        var log = new LifecycleLog(Stream.Null, TimeProvider.System);

        var composed = new ProtectionsComposition(
            settings, _ => new ControlTowerLifecycle.Onboarding.NoRegistrationRecord(), new VendorTransport(http, TimeSpan.Zero, TimeProvider.System), log);

        Assert.Equal(protections.Split(','), composed.All.Select(protection => protection.Name));
        Assert.Equal(count, composed.All.Count);
        Assert.NotNull(LifecycleComposition.Create(settings, http, log, new(TimeProvider.System), TimeProvider.System));
        Assert.NotNull(BackfillComposition.Create(settings, http, log, new(TimeProvider.System), TimeProvider.System));
    }

    private static LifecycleSettings Read(params (string Name, string Value)[] settings) =>
        LifecycleSettings.From(SampleEnvironment.With([.. Required, .. settings]));

    private static IReadOnlyList<string> Faults(params (string Name, string Value)[] settings) =>
        Assert.Throws<SettingsException>(() => Read(settings)).Faults;
}
