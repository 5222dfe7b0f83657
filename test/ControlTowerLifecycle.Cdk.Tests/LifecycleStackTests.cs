using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class LifecycleStackTests
{
    private static Template Template => Synthesized.Lifecycle;

    [Theory]
    [InlineData("EncryptionKey")]
    [InlineData("ApiKeySecret")]
    public void Key_and_secret_are_retained_unless_the_creation_fails(string id)
    {
        Assert.Equal("RetainExceptOnCreate", (string?)Template.Resource(id)["DeletionPolicy"]);
        Assert.Equal("Retain", (string?)Template.Resource(id)["UpdateReplacePolicy"]);
    }

    [Fact]
    public void The_key_is_rotated() =>
        Assert.True((bool)Template.Properties("EncryptionKey")["EnableKeyRotation"]!);

    [Theory]
    [InlineData("ApiKeySecret", "KmsKeyId")]
    [InlineData("WorkQueue", "KmsMasterKeyId")]
    [InlineData("WorkQueueDeadLetters", "KmsMasterKeyId")]
    [InlineData("Notifications", "KmsMasterKeyId")]
    [InlineData("LifecycleFunctionLog", "KmsKeyId")]
    [InlineData("BackfillFunctionLog", "KmsKeyId")]
    public void Everything_at_rest_is_encrypted_with_the_key(string id, string property) =>
        Assert.Equal("EncryptionKey", (string?)Template.Properties(id)[property]!["Fn::GetAtt"]![0]);

    [Fact]
    public void A_secret_is_made_only_from_a_key_that_was_given() =>
        Assert.Equal("ApiKeySecretIsMade", (string?)Template.Resource("ApiKeySecret")["Condition"]);

    [Fact]
    public void A_message_is_hidden_six_times_as_long_as_the_function_may_run() =>
        Assert.Equal(
            6 * (int)Template.Properties("LifecycleFunction")["Timeout"]!,
            (int)Template.Properties("WorkQueue")["VisibilityTimeout"]!);

    [Fact]
    public void A_message_is_tried_five_times_at_least() =>
        Assert.InRange((int)Template.Properties("WorkQueue")["RedrivePolicy"]!["maxReceiveCount"]!, 5, 1000);

    [Fact]
    public void The_function_and_the_queue_count_to_the_same_number() =>
        Assert.Equal(
            $"{Template.Properties("WorkQueue")["RedrivePolicy"]!["maxReceiveCount"]}",
            (string?)Template.Properties("LifecycleFunction")["Environment"]!["Variables"]!["MAXIMUM_RECEIVES"]);

    [Theory]
    [InlineData("WORK_QUEUE_URL", "WorkQueue")]
    [InlineData("DEAD_LETTER_QUEUE_URL", "WorkQueueDeadLetters")]
    [InlineData("NOTIFICATION_TABLE_NAME", "NotificationTable")]
    [InlineData("NOTIFICATION_TOPIC_ARN", "Notifications")]
    public void The_function_knows_where_failures_go(string variable, string id) =>
        Assert.Equal(id, (string?)Template.Properties("LifecycleFunction")["Environment"]!["Variables"]![variable]!["Ref"]);

    [Fact]
    public void What_was_told_is_forgotten_by_itself_and_goes_with_the_stack()
    {
        var table = Template.Properties("NotificationTable");

        Assert.Equal("""{"AttributeName":"expiresAt","Enabled":true}""", table["TimeToLiveSpecification"]!.ToJsonString());
        Assert.Equal("PAY_PER_REQUEST", (string?)table["BillingMode"]);
        Assert.Equal("EncryptionKey", (string?)table["SSESpecification"]!["KMSMasterKeyId"]!["Fn::GetAtt"]![0]);
        Assert.Equal("Delete", (string?)Template.Resource("NotificationTable")["DeletionPolicy"]);
    }

    [Fact]
    public void Messages_are_kept_fourteen_days() =>
        Assert.All(Template.OfType("AWS::SQS::Queue"), queue =>
            Assert.Equal(1_209_600, (int)queue.Resource["Properties"]!["MessageRetentionPeriod"]!));

    [Theory]
    [InlineData("WorkQueuePolicy")]
    [InlineData("WorkQueueDeadLettersPolicy")]
    [InlineData("NotificationsPolicy")]
    public void Nobody_gets_in_without_TLS(string policy)
    {
        var refusal = Template.Properties(policy)["PolicyDocument"]!["Statement"]![0]!;

        Assert.Equal("Deny", (string?)refusal["Effect"]);
        Assert.Equal("""{"Bool":{"aws:SecureTransport":"false"}}""", refusal["Condition"]!.ToJsonString());
    }

    [Fact]
    public void Of_a_batch_of_ten_only_what_failed_comes_back()
    {
        var mapping = Template.Properties("LifecycleMapping");

        Assert.Equal(10, (int)mapping["BatchSize"]!);
        Assert.Equal("ReportBatchItemFailures", (string?)mapping["FunctionResponseTypes"]![0]);
    }

    [Fact]
    public void Concurrency_is_bounded_at_the_queue_and_not_at_the_function()
    {
        Assert.Equal("MaximumConcurrency",
            (string?)Template.Properties("LifecycleMapping")["ScalingConfig"]!["MaximumConcurrency"]!["Ref"]);
        Assert.All(Template.OfType("AWS::Lambda::Function"), one =>
            Assert.Null(one.Resource["Properties"]!["ReservedConcurrentExecutions"]));
    }

    [Fact]
    public void Each_function_has_a_role_and_a_log_of_its_own()
    {
        string[] properties = ["Role", "LoggingConfig"];
        Assert.All(properties, property => Assert.Equal(
            2, Template.OfType("AWS::Lambda::Function").Select(one =>
                one.Resource["Properties"]![property]!.ToJsonString()).Distinct(StringComparer.Ordinal).Count()));
    }

    [Fact]
    public void Logs_are_kept_as_long_as_somebody_says() =>
        Assert.All(Template.OfType("AWS::Logs::LogGroup"), one =>
            Assert.Equal("LogRetentionDays", (string?)one.Resource["Properties"]!["RetentionInDays"]!["Ref"]));

    [Fact]
    public void Functions_are_traced() =>
        Assert.All(Template.OfType("AWS::Lambda::Function"), one =>
            Assert.Equal("Active", (string?)one.Resource["Properties"]!["TracingConfig"]!["Mode"]));

    [Fact]
    public void One_package_serves_both_functions()
    {
        Assert.Equal(
            Template.Properties("LifecycleFunction")["Code"]!.ToJsonString(),
                Template.Properties("BackfillFunction")["Code"]!.ToJsonString());
        Assert.Equal("lifecycle", Variable("LifecycleFunction"));
        Assert.Equal("backfill", Variable("BackfillFunction"));
        Assert.All(Template.OfType("AWS::Lambda::Function"), one =>
            Assert.Equal("bootstrap", (string?)one.Resource["Properties"]!["Handler"]));

        static string? Variable(string function) =>
            (string?)Template.Properties(function)["Environment"]!["Variables"]!["LIFECYCLE_FUNCTION"];
    }

    [Fact]
    public void An_asynchronous_invocation_that_comes_to_nothing_is_a_dead_letter()
    {
        var configured = Template.OfType("AWS::Lambda::EventInvokeConfig").Select(one =>
            one.Resource["Properties"]!).ToList();

        Assert.Equal(["LifecycleFunction", "BackfillFunction"],
            configured.Select(one => (string?)one["FunctionName"]!["Ref"]));
        Assert.All(configured, one =>
            Assert.Equal("WorkQueueDeadLetters", Target(one["DestinationConfig"]!["OnFailure"]!["Destination"])));
    }

    [Fact]
    public void Every_rule_has_dead_letters() =>
        Assert.All(Template.OfType("AWS::Events::Rule"), rule =>
            Assert.Equal("WorkQueueDeadLetters",
                Target(rule.Resource["Properties"]!["Targets"]![0]!["DeadLetterConfig"]!["Arn"])));

    [Fact]
    public void Every_rule_to_a_function_has_the_permission_without_which_it_never_fires()
    {
        var rules = Template.OfType("AWS::Events::Rule").Where(rule =>
            Target(rule.Resource["Properties"]!["Targets"]![0]!["Arn"]) == "BackfillFunction");
        var permitted = Template.OfType("AWS::Lambda::Permission").Select(one => one.Resource["Properties"]!)
            .Where(one => one["SourceArn"] is not null).Select(one => Target(one["SourceArn"])).ToList();

        Assert.Equal(["OrganizationWide", "Reconcile"], rules.Select(rule => rule.Id));
        Assert.Equal(["OrganizationWide", "Reconcile"], permitted);
    }

    [Fact]
    public void A_walk_may_go_on_in_the_next_invocation_however_often()
    {
        var permission = Template.Properties("BackfillContinuation");

        Assert.Equal(
            ("lambda:InvokeFunction", "BackfillFunction", "BackfillFunctionRole", "Allow"),
            ((string?)permission["Action"], Target(permission["FunctionName"]), Target(permission["Principal"]),
                (string?)Template.Properties("BackfillFunction")["RecursiveLoop"]));
    }

    [Fact]
    public void A_pattern_keeps_within_the_2_048_characters_that_EventBridge_takes() =>
        Assert.All(Template.OfType("AWS::Events::Rule").Where(rule =>
            rule.Resource["Properties"]!["EventPattern"] is not null), rule => Assert.InRange(
            Intrinsics.Deployed(Template, "aws-us-gov",
                "us-gov-west-1").Resolve(rule.Resource["Properties"]!["EventPattern"])!.ToJsonString().Length, 1,
                2048));

    [Fact]
    public void Topic_subscribers_are_optional() =>
        Assert.Equal("NotificationsHasEmail", (string?)Template.Resource("NotificationsEmail")["Condition"]);

    [Fact]
    public void CloudWatch_may_publish_to_the_encrypted_topic()
    {
        Assert.Contains("cloudwatch.amazonaws.com", Template.Properties("NotificationsPolicy").ToJsonString(),
            StringComparison.Ordinal);
        Assert.Contains("cloudwatch.amazonaws.com", Template.Properties("EncryptionKey").ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Alarms_watch_what_came_to_nothing_what_waits_errors_unprotected_accounts_and_the_key() =>
        Assert.Equal(
            [
                ("WorkQueueDeadLetters", "ApproximateNumberOfMessagesVisible"),
                    ("WorkQueue", "ApproximateAgeOfOldestMessage"),
                ("LifecycleFunction", "Errors"), ("BackfillFunction", "Errors"),
                ("BackfillFunction", "AccountsUnprotected"), ("BackfillFunction", "ApiKeyDaysLeft"),
            ],
            Template.OfType("AWS::CloudWatch::Alarm").Select(one => one.Resource["Properties"]!)
                .Select(one => (Target(one["Dimensions"]![0]!["Value"]), (string?)one["MetricName"])));

    [Theory]
    [InlineData("AccountsUnprotected", 1, "GreaterThanOrEqualToThreshold")]
    [InlineData("ApiKeyDaysLeft", 14, "LessThanOrEqualToThreshold")]
    public void What_a_reconcile_said_holds_until_the_next_one(string metric, double threshold, string comparison)
    {
        var alarm = Template.OfType("AWS::CloudWatch::Alarm").Select(one => one.Resource["Properties"]!)
            .Single(one => (string?)one["MetricName"] == metric);

        Assert.Equal(
            ("ControlTowerLifecycle", "ignore", threshold, comparison),
            ((string?)alarm["Namespace"], (string?)alarm["TreatMissingData"], (double)alarm["Threshold"]!,
                (string?)alarm["ComparisonOperator"]));
    }

    [Fact]
    public void Every_alarm_tells_the_topic_and_says_what_to_do() =>
        Assert.All(Template.OfType("AWS::CloudWatch::Alarm").Select(one => one.Resource["Properties"]!), alarm =>
        {
            Assert.Equal("Notifications", Target(alarm["AlarmActions"]![0]));
            Assert.NotEmpty((string?)alarm["AlarmDescription"] ?? "");
        });

    [Theory]
    [InlineData("Is every account protected?")]
    [InlineData("What is failing?")]
    [InlineData("What is queued?")]
    public void The_dashboard_answers_at_a_glance(string question) =>
        Assert.Contains(question, Template.Properties("Overview").ToString(), StringComparison.Ordinal);

    [Fact]
    public void CloudFormation_does_not_wait_an_hour_for_a_function_that_is_gone() =>
        Assert.Equal(
            (int)Template.Properties("BackfillFunction")["Timeout"]! + 60,
                (int)Template.Properties("AccountBackfill")["ServiceTimeout"]!);

    [Theory]
    [InlineData("LifecycleMapping")]
    [InlineData("WorkQueuePolicy")]
    [InlineData("ControlTowerAccounts")]
    [InlineData("OrganizationWidePermission")]
    public void No_account_is_queued_before_everything_else_stands(string first) =>
        Assert.Contains(first, Template.Resource("AccountBackfill")["DependsOn"]!.AsArray().Select(id => (string?)id));

    [Fact]
    public void Nothing_is_named_that_CloudFormation_can_name()
    {
        string[] names = ["QueueName", "TopicName", "FunctionName", "RoleName", "LogGroupName", "AlarmName",
            "DashboardName", "Name", "AliasName",
            "TableName"];
        Assert.All(Template.Resources.Where(one =>
            (string?)one.Resource["Type"] is not "AWS::Lambda::EventSourceMapping"
                and not "AWS::Lambda::Permission" and not "AWS::Lambda::EventInvokeConfig"),
            one => Assert.DoesNotContain(names, name => one.Resource["Properties"]?[name] is not null));
    }

    /// <summary>The resource that a Ref or a GetAtt is about.</summary>
    private static string? Target(JsonNode? value) => (string?)(value!["Ref"] ?? value["Fn::GetAtt"]![0]);
}
