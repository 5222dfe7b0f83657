using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.DynamoDb;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class RegistrationTableTests
{
    private const string Item = """{"id":{"S":"workload-security/444455556666"},"registrationsBefore":{"N":"0"}}""";

    private static readonly AccountId Account = AccountId.Parse("444455556666");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_noted_is_put()
    {
        await using var server = await AnsweringAsync();

        await Record(server).RecordNoneBeforeAsync(Account, Token);

        server.AssertSent($$"""{"TableName":"told","Item":{{Item}}}""");
    }

    [Fact]
    public async Task What_is_on_record_can_be_put_again_where_it_is()
    {
        await using var server = await AnsweringAsync();

        Assert.True(await Record(server).HadNoneBeforeAsync(Account, Token));

        server.AssertSent($$$$"""
            {"TableName":"told","Item":{{{{Item}}}},
             "ConditionExpression":"registrationsBefore = :none","ExpressionAttributeValues":{":none":{"N":"0"}}}
            """);
    }

    [Fact]
    public async Task Where_nothing_is_on_record_nothing_is_put()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("PutItem", "dynamodb-condition-failed.json", 400);

        Assert.False(await Record(server).HadNoneBeforeAsync(Account, Token));
    }

    [Fact]
    public async Task What_is_forgotten_is_put_over()
    {
        await using var server = await AnsweringAsync();

        await Record(server).ForgetAsync(Account, Token);

        server.AssertSent("""
            {"TableName":"told",
             "Item":{"id":{"S":"workload-security/444455556666"},"registrationsBefore":{"S":"forgotten"}}}
            """);
    }

    private static async Task<LoopbackServer> AnsweringAsync()
    {
        var server = await LoopbackServer.StartAsync();
        server.On("PutItem", "dynamodb-put-item.json");
        return server;
    }

    private static RegistrationTable Record(LoopbackServer server) => new(new DynamoDbClient(server.Connection()), "told", "workload-security");
}
