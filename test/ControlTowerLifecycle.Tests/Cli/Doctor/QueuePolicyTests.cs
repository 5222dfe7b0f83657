using ControlTowerLifecycle.Cli.Doctor;

namespace ControlTowerLifecycle.Tests.Cli.Doctor;

public sealed class QueuePolicyTests
{
    private const string Queue = "arn:aws:sqs:eu-west-1:111122223333:work";
    private const string Rule = "arn:aws:events:eu-west-1:111122223333:rule/accounts";

    private const string AllowRule =
        $$$$"""
        {"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"{{{{Queue}}}}",
        "Condition":{"ArnEquals":{"aws:SourceArn":"{{{{Rule}}}}"}}}
        """;

    private const string TlsOnly =
        $$$$"""
        {"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sqs:*","Resource":"{{{{Queue}}}}",
        "Condition":{"Bool":{"aws:SecureTransport":"false"}}}
        """;

    private const string OtherSenders =
        $$$$"""
        {"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sqs:SendMessage","Resource":"{{{{Queue}}}}",
        "Condition":{"BoolIfExists":{"aws:PrincipalIsAWSService":"false"},"ArnNotLike":{"aws:PrincipalArn":["arn:aws:iam::111122223333:role/any"]}}}
        """;

    [Fact]
    public void Policy_of_the_template_lets_the_rule_send() =>
        Assert.True(Allows(TlsOnly, AllowRule, OtherSenders));

    [Fact]
    public void Rule_of_another_name_may_not_send() =>
        Assert.False(QueuePolicy.Allows(Policy(AllowRule), Queue, $"{Rule}-2"));

    [Fact]
    public void Queue_without_a_policy_or_with_one_for_another_queue_lets_no_rule_send()
    {
        Assert.False(QueuePolicy.Allows(null, Queue, Rule));
        Assert.False(QueuePolicy.Allows(Policy(AllowRule), $"{Queue}-2", Rule));
    }

    [Theory]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"SQS:SendMessage","Resource":"*"}""")]
    [InlineData("""{"Effect":"Deny","Principal":{"Service":["events.amazonaws.com"]},"Action":["sqs:*"],"Resource":"*"}""")]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceAccount":"999900001111"}}}""")]
    public void Deny_wins_over_an_allow(string deny) => Assert.False(Allows(AllowRule, deny));

    [Theory]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}""")]
    public void Condition_that_is_not_evaluated_is_not_known(string statement) => Assert.Null(Allows(AllowRule, statement));

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Text_that_is_no_policy_is_not_known(string policy) => Assert.Null(QueuePolicy.Allows(policy, Queue, Rule));

    private static bool? Allows(params string[] statements) => QueuePolicy.Allows(Policy(statements), Queue, Rule);

    private static string Policy(params string[] statements) =>
        $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""";
}
