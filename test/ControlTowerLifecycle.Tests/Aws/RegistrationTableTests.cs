using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.DynamoDb;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class RegistrationTableTests
{
    private const string Item = """{"id":{"S":"workload-security/444455556666"},"registrationsBefore":{"N":"0"}}""";

    private static readonly AccountId Account = AccountId.Parse("444455556666");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_is_put()
    {
        await using var server = await StartAsync();

        await Record(server).RecordNoneBeforeAsync(Account, Token);

        server.AssertSent($$"""{"TableName":"notifications","Item":{{Item}}}""");
    }

    [Fact]
    public async Task Record_is_read_consistently()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("GetItem", "dynamodb-get-item.json");

        Assert.True(await Record(server).HadNoneBeforeAsync(Account, Token));

        server.AssertSent("""
            {"TableName":"notifications","Key":{"id":{"S":"workload-security/444455556666"}},"ConsistentRead":true}
            """);
    }

    [Theory]
    [InlineData("dynamodb-get-item-none.json")]
    [InlineData("dynamodb-get-item-forgotten.json")]
    [InlineData("dynamodb-get-item-null.json")]
    public async Task Missing_or_revoked_record_proves_nothing(string payload)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("GetItem", payload);

        Assert.False(await Record(server).HadNoneBeforeAsync(Account, Token));
    }

    [Fact]
    public async Task Refused_read_names_the_operation_and_the_table()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("GetItem", "dynamodb-access-denied.json", 400);

        var refused = await Assert.ThrowsAsync<AwsException>(() => Record(server).HadNoneBeforeAsync(Account, Token));

        Assert.Equal(("GetItem", "notifications", FailureKind.NeedsOperator), (refused.Operation, refused.Resource, refused.Kind));
        Assert.Contains("dynamodb:GetItem", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoked_record_is_overwritten()
    {
        await using var server = await StartAsync();

        await Record(server).ForgetAsync(Account, Token);

        server.AssertSent("""
            {"TableName":"notifications",
             "Item":{"id":{"S":"workload-security/444455556666"},"registrationsBefore":{"S":"forgotten"}}}
            """);
    }

    private static async Task<LoopbackServer> StartAsync()
    {
        var server = await LoopbackServer.StartAsync();
        server.On("PutItem", "dynamodb-put-item.json");
        return server;
    }

    private static RegistrationTable Record(LoopbackServer server) => new(server.Connection(), "notifications", "workload-security");
}
