using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class OrganizationsEventsStackTests
{
    private static Template Template => SynthesizedApp.In("eu-west-1").Forwarder!;

    private static JsonNode RuleTarget => Template.Properties("OrganizationsAccounts")["Targets"]![0]!;

    [Fact]
    public void Events_are_forwarded_to_the_home_region_s_bus()
    {
        Assert.Equal("eu-west-1", (string?)Template.Parameters["HomeRegion"]!["Default"]);
        Assert.Equal(
            "arn:<Partition>:events:<HomeRegion>:<AccountId>:event-bus/default",
            (string?)IntrinsicFunctions.Named.Resolve(RuleTarget["Arn"]));
    }

    [Fact]
    public void Forwarder_selects_the_same_events_as_the_main_stack() =>
        Assert.Equal(
            SynthesizedApp.Lifecycle.Properties("OrganizationsAccounts")["EventPattern"]!.ToJsonString(),
            Template.Properties("OrganizationsAccounts")["EventPattern"]!.ToJsonString());

    [Fact]
    public void Event_that_cannot_be_forwarded_becomes_a_dead_letter() =>
        Assert.Equal("DeadLetters",
            (string?)RuleTarget["DeadLetterConfig"]!["Arn"]!["Fn::GetAtt"]![0]);

    [Fact]
    public void Dead_letters_are_encrypted() =>
        Assert.True((bool)Template.Properties("DeadLetters")["SqsManagedSseEnabled"]!);

    [Fact]
    public void Dead_letter_alarm_notifies_the_stack_s_own_topic()
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
    public void CloudWatch_may_publish_to_the_encrypted_topic_with_TLS_only()
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
    public void Email_subscription_is_optional()
    {
        Assert.Equal("", (string?)Template.Parameters["NotificationEmail"]!["Default"]);
        Assert.Equal("ForwarderNotificationsHasEmail",
            (string?)Template.Resource("ForwarderNotificationsEmail")["Condition"]);
    }

    [Theory]
    [InlineData("eu-west-1", true)]
    [InlineData("us-gov-east-1", true)]
    [InlineData("ap-southeast-5", true)]
    [InlineData("eu-west-1a", false)]
    [InlineData("EU-WEST-1", false)]
    [InlineData("Ireland", false)]
    [InlineData("arn:aws:events:eu-west-1:111122223333:event-bus/default", false)]
    [InlineData("", false)]
    public void Home_region_is_a_region_code(string value, bool isAccepted) =>
        Assert.Equal(isAccepted, Regex.IsMatch(value, (string)Template.Parameters["HomeRegion"]!["AllowedPattern"]!,
            RegexOptions.None, TimeSpan.FromSeconds(1)));

    [Fact]
    public void Key_is_deleted_with_the_stack() =>
        Assert.Equal("Delete", (string?)Template.Resource("ForwarderKey")["DeletionPolicy"]);
}
