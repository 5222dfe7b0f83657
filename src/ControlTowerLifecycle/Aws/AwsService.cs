namespace ControlTowerLifecycle.Aws;

/// <summary>An AWS service.</summary>
/// <param name="Name">The name in messages.</param>
/// <param name="Id">
/// The first label of its host name, its name in signatures and the prefix of its IAM actions: the same word for all of
/// these services, except that the actions of CloudWatch have the prefix <c>cloudwatch</c>.
/// </param>
/// <param name="EndpointVariable">The part of the environment variable after <c>AWS_ENDPOINT_URL_</c>.</param>
internal sealed record AwsService(string Name, string Id, string EndpointVariable)
{
    public static readonly AwsService CloudFormation = new("AWS CloudFormation", "cloudformation", "CLOUDFORMATION");
    public static readonly AwsService CloudTrail = new("AWS CloudTrail", "cloudtrail", "CLOUDTRAIL");
    public static readonly AwsService CloudWatch = new("Amazon CloudWatch", "monitoring", "CLOUDWATCH");
    public static readonly AwsService ControlTower = new("AWS Control Tower", "controltower", "CONTROLTOWER");
    public static readonly AwsService DynamoDb = new("Amazon DynamoDB", "dynamodb", "DYNAMODB");
    public static readonly AwsService EventBridge = new("Amazon EventBridge", "events", "EVENTBRIDGE");
    public static readonly AwsService Iam = new("AWS IAM", "iam", "IAM");
    public static readonly AwsService Lambda = new("AWS Lambda", "lambda", "LAMBDA");
    public static readonly AwsService Logs = new("Amazon CloudWatch Logs", "logs", "CLOUDWATCH_LOGS");
    public static readonly AwsService Organizations = new("AWS Organizations", "organizations", "ORGANIZATIONS");
    public static readonly AwsService SecretsManager = new("AWS Secrets Manager", "secretsmanager", "SECRETS_MANAGER");
    public static readonly AwsService Sns = new("Amazon SNS", "sns", "SNS");
    public static readonly AwsService Sqs = new("Amazon SQS", "sqs", "SQS");
    public static readonly AwsService Support = new("AWS Support", "support", "SUPPORT");
    public static readonly AwsService Sts = new("AWS STS", "sts", "STS");

    public static readonly IReadOnlyList<AwsService> All =
    [
        CloudFormation, CloudTrail, CloudWatch, ControlTower, DynamoDb, EventBridge, Iam, Lambda, Logs, Organizations,
        SecretsManager, Sns, Sqs, Sts, Support,
    ];
}
