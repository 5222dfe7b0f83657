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
}
