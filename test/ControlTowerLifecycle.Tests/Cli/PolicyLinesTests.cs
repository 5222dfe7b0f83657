using ControlTowerLifecycle.Cli.Runs;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Cli;

public sealed class PolicyLinesTests
{
    private static readonly PolicyDocument Reader = PolicyDocument.Parse(
        """{"Version":"2012-10-17","Statement":{"Sid":"A","Effect":"Allow","Action":["ec2:DescribeVpcs","ec2:DescribeHosts"],"Resource":"*"}}""");

    [Fact]
    public void Same_meaning_in_another_text_is_no_change()
    {
        var other = PolicyDocument.Parse(
            """{"Statement":[{"Resource":["*"],"Action":["EC2:DescribeHosts","ec2:DescribeVpcs"],"Effect":"Allow"}],"Version":"2012-10-17"}""");

        Assert.Empty(PolicyLines.Compare(Reader, other));
    }

    [Fact]
    public void Only_the_actions_that_differ_are_shown()
    {
        var wider = PolicyDocument.Parse(
            """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["ec2:DescribeVpcs","s3:GetObject"],"Resource":"*"}}""");

        var changes = PolicyLines.Compare(Reader, wider).Select(change => $"{change[0]} {change[1..].Trim()}");

        Assert.Equal(["- \"ec2:describehosts\"", "+ \"s3:getobject\""], changes);
    }

    [Fact]
    public void New_policy_is_added_as_a_whole() =>
        Assert.All(PolicyLines.Compare(null, Reader), change => Assert.StartsWith("+ ", change, StringComparison.Ordinal));
}
