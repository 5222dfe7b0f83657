using ControlTowerLifecycle.Aws.Sns;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class SnsClientTests
{
    [Fact]
    public async Task Subject_is_changed_to_what_SNS_accepts()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("Publish", "sns-publish.xml");

        var messageId = await new SnsClient(server.Connection()).PublishAsync(
            "arn:aws:sns:eu-west-1:999999999999:alarms",
            "Büro\nis not protected " + new string('!', 100),
            new TopicMessages("Mehr dazu: \"Büro\"\n") { ["https"] = "{}" },
            TestContext.Current.CancellationToken);

        var fields = Assert.Single(server.Calls).Fields;
        Assert.Equal("567910cd-659e-55d4-8ccb-5aaf14679dc0", messageId);
        Assert.StartsWith("B?ro?is not protected !!!", fields["Subject"], StringComparison.Ordinal);
        Assert.Equal(99, fields["Subject"].Length);
        Assert.Equal("""{"default":"Mehr dazu: \"Büro\"\n","https":"{}"}""", fields["Message"]);
        Assert.Equal("json", fields["MessageStructure"]);
    }
}
