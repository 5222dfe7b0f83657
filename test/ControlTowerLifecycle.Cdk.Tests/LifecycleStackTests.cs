using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class LifecycleStackTests
{
    private static Template Template => SynthesizedApp.Lifecycle;

    [Theory]
    [InlineData("EncryptionKey")]
    [InlineData("ApiKeySecret")]
    public void Key_and_secret_are_retained_unless_the_creation_fails(string id)
    {
        Assert.Equal("RetainExceptOnCreate", (string?)Template.Resource(id)["DeletionPolicy"]);
        Assert.Equal("Retain", (string?)Template.Resource(id)["UpdateReplacePolicy"]);
    }

    [Fact]
    public void Key_is_rotated() =>
        Assert.True((bool)Template.Properties("EncryptionKey")["EnableKeyRotation"]!);

    [Theory]
    [InlineData("ApiKeySecret", "KmsKeyId")]
    [InlineData("VisionOneSecret", "KmsKeyId")]
    [InlineData("WorkQueue", "KmsMasterKeyId")]
    [InlineData("WorkQueueDeadLetters", "KmsMasterKeyId")]
    [InlineData("Notifications", "KmsMasterKeyId")]
    [InlineData("LifecycleFunctionLog", "KmsKeyId")]
    [InlineData("BackfillFunctionLog", "KmsKeyId")]
    [InlineData("KeyRotationFunctionLog", "KmsKeyId")]
    [InlineData("SupportCaseFunctionLog", "KmsKeyId")]
    [InlineData("SupportCaseQueue", "KmsMasterKeyId")]
    [InlineData("SupportCaseQueueDeadLetters", "KmsMasterKeyId")]
    public void Stored_content_is_encrypted_with_the_key(string id, string property) =>
        Assert.Equal("EncryptionKey", (string?)Template.Properties(id)[property]!["Fn::GetAtt"]![0]);

    [Fact]
    public void Secret_is_created_only_from_a_given_key() =>
        Assert.Equal("ApiKeySecretIsMade", (string?)Template.Resource("ApiKeySecret")["Condition"]);

    [Theory]
    [InlineData("LifecycleFunction", "WorkQueue")]
    [InlineData("SupportCaseFunction", "SupportCaseQueue")]
    public void Visibility_timeout_is_six_times_the_function_timeout(string function, string queue) =>
        Assert.Equal(
            6 * (int)Template.Properties(function)["Timeout"]!,
            (int)Template.Properties(queue)["VisibilityTimeout"]!);

    [Fact]
    public void Message_is_received_at_least_five_times() =>
        Assert.InRange((int)Template.Properties("WorkQueue")["RedrivePolicy"]!["maxReceiveCount"]!, 5, 1000);

    [Fact]
    public void Function_and_queue_have_the_same_maximum_of_receives() =>
        Assert.Equal(
            $"{Template.Properties("WorkQueue")["RedrivePolicy"]!["maxReceiveCount"]}",
            (string?)Template.Properties("LifecycleFunction")["Environment"]!["Variables"]!["MAXIMUM_RECEIVES"]);

    [Theory]
    [InlineData("WORK_QUEUE_URL", "WorkQueue")]
    [InlineData("DEAD_LETTER_QUEUE_URL", "WorkQueueDeadLetters")]
    [InlineData("NOTIFICATION_TABLE_NAME", "NotificationTable")]
    [InlineData("NOTIFICATION_TOPIC_ARN", "Notifications")]
    public void Function_gets_queues_table_and_topic(string variable, string id) =>
        Assert.Equal(id,
            (string?)Template.Properties("LifecycleFunction")["Environment"]!["Variables"]![variable]!["Ref"]);

    [Fact]
    public void Notification_table_expires_its_items_and_is_deleted_with_the_stack()
    {
        var table = Template.Properties("NotificationTable");

        Assert.Equal(
            """{"AttributeName":"expiresAt","Enabled":true}""", table["TimeToLiveSpecification"]!.ToJsonString());
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
    public void Requests_without_TLS_are_denied(string policy)
    {
        var refusal = Template.Properties(policy)["PolicyDocument"]!["Statement"]![0]!;

        Assert.Equal("Deny", (string?)refusal["Effect"]);
        Assert.Equal("""{"Bool":{"aws:SecureTransport":"false"}}""", refusal["Condition"]!.ToJsonString());
    }

    [Fact]
    public void Only_failed_messages_of_a_batch_return()
    {
        var mapping = Template.Properties("LifecycleMapping");

        Assert.Equal(10, (int)mapping["BatchSize"]!);
        Assert.Equal("ReportBatchItemFailures", (string?)mapping["FunctionResponseTypes"]![0]);
    }

    [Fact]
    public void Concurrency_is_limited_at_the_queue_and_not_at_the_function()
    {
        Assert.Equal("MaximumConcurrency",
            (string?)Template.Properties("LifecycleMapping")["ScalingConfig"]!["MaximumConcurrency"]!["Ref"]);
        Assert.All(Template.OfType("AWS::Lambda::Function"), resource =>
            Assert.Null(resource.Resource["Properties"]!["ReservedConcurrentExecutions"]));
    }

    [Fact]
    public void Each_function_has_its_own_role_and_log()
    {
        string[] properties = ["Role", "LoggingConfig"];
        Assert.All(properties, property => Assert.Equal(
            4, Template.OfType("AWS::Lambda::Function").Select(resource =>
                resource.Resource["Properties"]![property]!.ToJsonString()).Distinct(StringComparer.Ordinal).Count()));
    }

    [Fact]
    public void Log_retention_is_a_parameter() =>
        Assert.All(Template.OfType("AWS::Logs::LogGroup"), resource =>
            Assert.Equal("LogRetentionDays", (string?)resource.Resource["Properties"]!["RetentionInDays"]!["Ref"]));

    [Fact]
    public void Functions_are_traced() =>
        Assert.All(Template.OfType("AWS::Lambda::Function"), resource =>
            Assert.Equal("Active", (string?)resource.Resource["Properties"]!["TracingConfig"]!["Mode"]));

    [Fact]
    public void One_package_serves_both_functions()
    {
        Assert.Equal(
            Template.Properties("LifecycleFunction")["Code"]!.ToJsonString(),
                Template.Properties("BackfillFunction")["Code"]!.ToJsonString());
        Assert.Equal("lifecycle", Variable("LifecycleFunction"));
        Assert.Equal("backfill", Variable("BackfillFunction"));
        Assert.All(Template.OfType("AWS::Lambda::Function"), resource =>
            Assert.Equal("bootstrap", (string?)resource.Resource["Properties"]!["Handler"]));

        static string? Variable(string function) =>
            (string?)Template.Properties(function)["Environment"]!["Variables"]!["LIFECYCLE_FUNCTION"];
    }

    [Fact]
    public void Failed_asynchronous_invocation_becomes_a_dead_letter()
    {
        var configured = Template.OfType("AWS::Lambda::EventInvokeConfig").Select(resource =>
            resource.Resource["Properties"]!).ToList();

        Assert.Equal(["LifecycleFunction", "BackfillFunction"],
            configured.Select(resource => (string?)resource["FunctionName"]!["Ref"]));
        Assert.All(configured, resource =>
            Assert.Equal("WorkQueueDeadLetters", Target(resource["DestinationConfig"]!["OnFailure"]!["Destination"])));
    }

    [Fact]
    public void Every_rule_has_dead_letters() =>
        Assert.All(Template.OfType("AWS::Events::Rule"), rule =>
            Assert.Equal(
                rule.Id == "SupportCaseNewAccounts" ? "SupportCaseQueueDeadLetters" : "WorkQueueDeadLetters",
                Target(rule.Resource["Properties"]!["Targets"]![0]!["DeadLetterConfig"]!["Arn"])));

    [Fact]
    public void Every_rule_to_a_function_is_allowed_to_invoke_it()
    {
        var rules = Template.OfType("AWS::Events::Rule").Where(rule =>
            Target(rule.Resource["Properties"]!["Targets"]![0]!["Arn"]) == "BackfillFunction");
        var permitted = Template.OfType("AWS::Lambda::Permission").Select(resource => resource.Resource["Properties"]!)
            .Where(permission => permission["Principal"]?.ToJsonString() == "\"events.amazonaws.com\"")
            .Select(permission => Target(permission["SourceArn"]));

        Assert.Equal(["OrganizationWide", "Reconcile"], rules.Select(rule => rule.Id));
        Assert.Equal(["OrganizationWide", "Reconcile"], permitted);
    }

    [Fact]
    public void Backfill_function_may_invoke_itself_without_a_limit()
    {
        var permission = Template.Properties("BackfillContinuation");

        Assert.Equal(
            ("lambda:InvokeFunction", "BackfillFunction", "BackfillFunctionRole"),
            ((string?)permission["Action"], Target(permission["FunctionName"]), Target(permission["Principal"])));
    }

    /// <summary>CloudFormation refuses the property in regions that do not have it.</summary>
    [Fact]
    public void Loop_detection_is_switched_off_in_every_region_that_has_it()
    {
        Assert.Equal(
            """{"Fn::If":["BackfillWithoutLoopDetection",{"Ref":"AWS::NoValue"},"Allow"]}""",
            Template.Properties("BackfillFunction")["RecursiveLoop"]!.ToJsonString());
        Assert.Equal(
            ["us-gov-east-1", "us-gov-west-1", "mx-central-1", "ap-southeast-6"],
            Template.Json["Conditions"]!["BackfillWithoutLoopDetection"]!["Fn::Or"]!.AsArray()
                .Select(region => (string?)region!["Fn::Equals"]![1]));
    }

    [Theory]
    [InlineData("LifecycleMapping", "LifecycleFunctionPolicy")]
    [InlineData("AccountBackfill", "BackfillFunctionPolicy")]
    public void Function_starts_after_it_may_enter_accounts(string starter, string policy) =>
        Assert.Contains(
            policy, Template.Resource(starter)["DependsOn"]!.AsArray().Select(id => (string?)id));

    [Fact]
    public void Rotation_of_the_key_exists_only_if_it_is_switched_on()
    {
        var resources = Template.Json["Resources"]!.AsObject()
            .Where(resource => resource.Key.Contains("KeyRotation", StringComparison.Ordinal)).ToList();

        Assert.Contains(resources, resource => resource.Key == "KeyRotationSchedule");
        Assert.All(resources, resource => Assert.Equal("KeyRotationIsOn", (string?)resource.Value!["Condition"]));
        Assert.Equal("off", (string?)Template.Json["Parameters"]!["ApiKeyRotationSchedule"]!["Default"]);
        Assert.Contains(
            "\"cloud-accounts\"", Template.Json["Conditions"]!["KeyRotationIsOn"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Support_cases_exist_only_if_they_are_switched_on()
    {
        var resources = Template.Json["Resources"]!.AsObject()
            .Where(resource => resource.Key.Contains("SupportCase", StringComparison.Ordinal)).ToList();

        Assert.Contains(resources, resource => resource.Key == "SupportCaseNewAccounts");
        Assert.Contains(resources, resource => resource.Key == "AlarmSupportCases");
        Assert.All(resources, resource => Assert.Equal("SupportCaseIsOn", (string?)resource.Value!["Condition"]));
        Assert.Equal("false", (string?)Template.Json["Parameters"]!["OpenSupportCases"]!["Default"]);
    }

    /// <summary>Dead letters of support cases are redriven to their own queue, not to the work queue.</summary>
    [Fact]
    public void Support_cases_have_a_queue_and_dead_letters_of_their_own()
    {
        var variables = Template.Properties("SupportCaseFunction")["Environment"]!["Variables"]!;

        Assert.Equal("SupportCaseQueue", Target(variables["WORK_QUEUE_URL"]));
        Assert.Equal("SupportCaseQueueDeadLetters", Target(variables["DEAD_LETTER_QUEUE_URL"]));
        Assert.Equal(
            "SupportCaseQueueDeadLetters",
            Target(Template.Properties("SupportCaseQueue")["RedrivePolicy"]!["deadLetterTargetArn"]));
    }

    /// <summary>A customer's secret is not written unless the customer switches it on.</summary>
    [Fact]
    public void External_ID_is_kept_only_if_that_is_switched_on_and_the_protection_is_chosen()
    {
        Assert.Equal("false", (string?)Template.Json["Parameters"]!["WorkloadSecurityKeepExternalId"]!["Default"]);
        Assert.Equal(
            """
            {"Fn::And":[{"Fn::Not":[{"Fn::Equals":[{"Ref":"Protections"},"cloud-accounts"]}]},{"Fn::Equals":[{"Ref":"WorkloadSecurityKeepExternalId"},"true"]}]}
            """.Trim(),
            Template.Json["Conditions"]!["BackfillKeepsExternalIdIsOn"]!.ToJsonString());
        Assert.Equal(
            """{"Fn::And":[{"Condition":"BackfillKeepsExternalIdIsOn"},{"Condition":"ApiKeySecretHasKeyOfItsOwn"}]}""",
            Template.Json["Conditions"]!["BackfillKeepsExternalIdHasKeyOfItsOwn"]!.ToJsonString());
    }

    [Fact]
    public void Event_patterns_have_at_most_2048_characters() =>
        Assert.All(Template.OfType("AWS::Events::Rule").Where(rule =>
            rule.Resource["Properties"]!["EventPattern"] is not null), rule => Assert.InRange(
            IntrinsicFunctions.Deployed(Template, "aws-us-gov",
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
    public void Alarms_monitor_letters_waiting_time_errors_unprotected_accounts_governance_keys_and_connections() =>
        Assert.Equal(
            [
                ("WorkQueueDeadLetters", "ApproximateNumberOfMessagesVisible"),
                ("WorkQueue", "ApproximateAgeOfOldestMessage"),
                ("LifecycleFunction", "Errors"), ("BackfillFunction", "Errors"),
                ("BackfillFunction", "AccountsUnprotected"), ("BackfillFunction", "GovernanceUnknown"),
                ("BackfillFunction", "ApiKeyDaysLeft"), ("BackfillFunction", "ConnectionsOutdated"),
                ("KeyRotationFunction", "Errors"), ("SupportCaseQueueDeadLetters", "ApproximateNumberOfMessagesVisible"),
            ],
            Template.OfType("AWS::CloudWatch::Alarm").Select(resource => resource.Resource["Properties"]!)
                .Select(resource => (Target(resource["Dimensions"]![0]!["Value"]), (string?)resource["MetricName"])));

    [Theory]
    [InlineData("AccountsUnprotected", 1, "GreaterThanOrEqualToThreshold")]
    [InlineData("GovernanceUnknown", 1, "GreaterThanOrEqualToThreshold")]
    [InlineData("ApiKeyDaysLeft", 14, "LessThanOrEqualToThreshold")]
    public void Reconcile_alarm_keeps_its_state_until_the_next_reconcile(
        string metric, double threshold, string comparison)
    {
        var alarm = Template.OfType("AWS::CloudWatch::Alarm").Select(resource => resource.Resource["Properties"]!)
            .Single(resource => (string?)resource["MetricName"] == metric);

        Assert.Equal(
            ("ControlTowerLifecycle", "ignore", threshold, comparison),
            ((string?)alarm["Namespace"], (string?)alarm["TreatMissingData"], (double)alarm["Threshold"]!,
                (string?)alarm["ComparisonOperator"]));
    }

    [Fact]
    public void Every_alarm_notifies_the_topic_and_has_a_description() =>
        Assert.All(Template.OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm.Resource["Properties"]!), alarm =>
        {
            Assert.Equal("Notifications", Target(alarm["AlarmActions"]![0]));
            Assert.NotEmpty((string?)alarm["AlarmDescription"] ?? "");
        });

    [Theory]
    [InlineData("Is every account protected?")]
    [InlineData("What is failing?")]
    [InlineData("What is queued?")]
    public void Dashboard_answers_the_main_questions(string question) =>
        Assert.Contains(question, Template.Properties("Overview").ToString(), StringComparison.Ordinal);

    [Fact]
    public void CloudFormation_waits_one_minute_longer_than_the_function_runs() =>
        Assert.Equal(
            (int)Template.Properties("BackfillFunction")["Timeout"]! + 60,
                (int)Template.Properties("AccountBackfill")["ServiceTimeout"]!);

    [Theory]
    [InlineData("LifecycleMapping")]
    [InlineData("WorkQueuePolicy")]
    [InlineData("ControlTowerAccounts")]
    [InlineData("OrganizationWidePermission")]
    public void Backfill_starts_after_all_other_resources(string first) =>
        Assert.Contains(first, Template.Resource("AccountBackfill")["DependsOn"]!.AsArray().Select(id => (string?)id));

    [Fact]
    public void Resources_have_no_physical_names()
    {
        string[] names =
        [
            "QueueName", "TopicName", "FunctionName", "RoleName", "LogGroupName", "AlarmName", "DashboardName", "Name",
            "AliasName", "TableName",
        ];
        Assert.All(Template.Resources.Where(resource =>
            (string?)resource.Resource["Type"] is not "AWS::Lambda::EventSourceMapping"
                and not "AWS::Lambda::Permission" and not "AWS::Lambda::EventInvokeConfig"),
            resource => Assert.DoesNotContain(names, name => resource.Resource["Properties"]?[name] is not null));
    }

    /// <summary>The resource that a Ref or a GetAtt names.</summary>
    private static string? Target(JsonNode? value) => (string?)(value!["Ref"] ?? value["Fn::GetAtt"]![0]);
}
