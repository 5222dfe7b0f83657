using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class OrganizationsEventsStackTests
{
    private static Template Template => Synthesized.In("eu-west-1").Forwarder!;

    [Fact]
    public void It_forwards_to_the_home_region_s_bus()
    {
        Assert.Equal("eu-west-1", (string?)Template.Parameters["HomeRegion"]!["Default"]);
        Assert.Equal(
            "arn:<Partition>:events:<HomeRegion>:<AccountId>:event-bus/default",
            (string?)Intrinsics.Named.Resolve(Template.Properties("OrganizationsAccounts")["Targets"]![0]!["Arn"]));
    }

    [Fact]
    public void It_selects_what_the_home_region_selects() =>
        Assert.Equal(
            Synthesized.Lifecycle.Properties("OrganizationsAccounts")["EventPattern"]!.ToJsonString(),
            Template.Properties("OrganizationsAccounts")["EventPattern"]!.ToJsonString());

    [Fact]
    public void What_cannot_be_forwarded_is_a_dead_letter() =>
        Assert.Equal("DeadLetters",
            (string?)Template.Properties("OrganizationsAccounts")["Targets"]![0]!["DeadLetterConfig"]!["Arn"]!["Fn::GetAtt"]![0]);

    [Fact]
    public void Its_dead_letters_are_encrypted() =>
        Assert.True((bool)Template.Properties("DeadLetters")["SqsManagedSseEnabled"]!);

    [Fact]
    public void A_dead_letter_is_told_to_a_topic_of_its_own()
    {
        var alarm = Template.Properties("AlarmNotForwarded");

        Assert.Equal("DeadLetters", (string?)alarm["Dimensions"]![0]!["Value"]!["Fn::GetAtt"]![0]);
        Assert.Equal(
            ("ApproximateNumberOfMessagesVisible", 1, "GreaterThanOrEqualToThreshold", "notBreaching"),
            ((string?)alarm["MetricName"], (int)alarm["Threshold"]!, (string?)alarm["ComparisonOperator"],
                (string?)alarm["TreatMissingData"]));
        Assert.Equal("ForwarderNotifications", (string?)alarm["AlarmActions"]![0]!["Ref"]);
        Assert.Equal("ForwarderNotifications", (string?)alarm["OKActions"]![0]!["Ref"]);
    }

    [Fact]
    public void CloudWatch_may_publish_to_its_encrypted_topic_and_nobody_without_TLS()
    {
        Assert.Equal("ForwarderKey",
            (string?)Template.Properties("ForwarderNotifications")["KmsMasterKeyId"]!["Fn::GetAtt"]![0]);
        Assert.Equal(
            ["TlsOnly", "AlarmsOfThisAccount"],
            Template.Properties("ForwarderNotificationsPolicy")["PolicyDocument"]!["Statement"]!.AsArray()
                .Select(statement => (string?)statement!["Sid"]));
        Assert.Equal(
            ["AccountDecidesByIam", "AlarmsToTheTopic"],
            Template.Properties("ForwarderKey")["KeyPolicy"]!["Statement"]!.AsArray()
                .Select(statement => (string?)statement!["Sid"]));
    }

    [Fact]
    public void An_address_is_told_only_where_one_is_given()
    {
        Assert.Equal("", (string?)Template.Parameters["NotificationEmail"]!["Default"]);
        Assert.Equal("ForwarderNotificationsHasEmail",
            (string?)Template.Resource("ForwarderNotificationsEmail")["Condition"]);
    }

    [Fact]
    public void Its_key_goes_with_it() =>
        Assert.Equal("Delete", (string?)Template.Resource("ForwarderKey")["DeletionPolicy"]);
}
