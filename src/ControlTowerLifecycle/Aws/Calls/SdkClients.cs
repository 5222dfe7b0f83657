using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SQS;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>Creates the clients of Amazon's own packages, all with the rules of <see cref="ClientConfigRules"/>.</summary>
/// <remarks>
/// The clients need no disposal: their HTTP client is shared by the whole process (<see cref="SharedHttpClient"/>).
/// </remarks>
internal static class SdkClients
{
    public static AmazonDynamoDBClient CreateDynamoDb(AwsConnection connection) =>
        new(connection.Credentials, Configure(new AmazonDynamoDBConfig(), connection, AwsService.DynamoDb));

    public static AmazonSQSClient CreateSqs(AwsConnection connection) =>
        new(connection.Credentials, Configure(new AmazonSQSConfig(), connection, AwsService.Sqs));

    public static AmazonSecurityTokenServiceClient CreateSts(AwsConnection connection) =>
        new(connection.Credentials, Configure(new AmazonSecurityTokenServiceConfig(), connection, AwsService.Sts));

    private static TConfig Configure<TConfig>(TConfig config, AwsConnection connection, AwsService service)
        where TConfig : ClientConfig
    {
        config.Configure(connection, service);
        return config;
    }
}
