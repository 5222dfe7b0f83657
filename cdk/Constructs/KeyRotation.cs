using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SecretsManager;
using Amazon.CDK.AWS.SNS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record KeyRotationProps
{
    public required LifecycleParameters Parameters { get; init; }

    public required PackagedFunctionProps Package { get; init; }

    public required ApiKeySecret Secret { get; init; }

    /// <summary>Notified if a rotation fails.</summary>
    public required ITopic Topic { get; init; }
}

/// <summary>The rotation of the API key by Secrets Manager. Nothing of it exists while the rotation is off.</summary>
internal sealed class KeyRotation : Construct
{
    public KeyRotation(Construct scope, string id, KeyRotationProps props)
        : base(scope, id)
    {
        var isOn = new CfnCondition(this, "IsOn", new CfnConditionProps
        {
            Expression = Fn.ConditionAnd(
                props.Secret.Protection.IsChosen,
                Fn.ConditionNot(Fn.ConditionEquals(
                    props.Parameters.Protection.KeyRotationSchedule.ValueAsString, ProtectionParameters.NoRotation))),
        });
        var packaged = new PackagedFunction(this, "Function", props.Package with
        {
            Description = "Control Tower Lifecycle: rotates the API key",
            Environment = FunctionEnvironment.CreateForRotation(props.Parameters, props.Secret.Arn),
            OwnPermissions =
            [
                RoleStatements.Allow(
                    "RotateTheApiKey", [props.Secret.Arn], "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue",
                    "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"),
            ],
            ConditionalPermissions =
            [
                new("ExistingSecret", props.Secret.HasKeyOfItsOwn, RoleStatements.Allow(
                    "EncryptTheExistingSecret",
                    [props.Parameters.Protection.SecretKeyArn.ValueAsString],
                    "kms:Decrypt", "kms:GenerateDataKey")),
            ],
            // Secrets Manager repeats a rotation, and the alarm reports it.
            DeadLetters = null,
        });
        var invocation = new CfnPermission(this, "Invocation", new CfnPermissionProps
        {
            Action = "lambda:InvokeFunction",
            FunctionName = packaged.Function.FunctionArn,
            Principal = "secretsmanager.amazonaws.com",
            SourceArn = props.Secret.Arn,
        });
        var schedule = new CfnRotationSchedule(this, "Schedule", new CfnRotationScheduleProps
        {
            SecretId = props.Secret.Arn,
            RotationLambdaArn = packaged.Function.FunctionArn,
            RotationRules = new CfnRotationSchedule.RotationRulesProperty
            {
                ScheduleExpression = props.Parameters.Protection.KeyRotationSchedule.ValueAsString,
            },
            // The first rotation shows at once whether the key can be rotated.
            RotateImmediatelyOnUpdate = true,
        });
        schedule.AddDependency(invocation);
        schedule.AddDependency(packaged.OwnPolicy);
        var alarm = TopicAlarm.Create(
            scope,
            "AlarmKeyRotation",
            packaged.Function.MetricErrors(new MetricOptions { Statistic = "Sum", Period = Duration.Minutes(5) }),
            1,
            "The API key was not rotated. The key in the secret still works. The rotation function's log states the cause.",
            props.Topic);
        foreach (var resource in Node.FindAll().Concat(alarm.Node.FindAll()).OfType<CfnResource>())
            resource.CfnOptions.Condition = isOn;
    }
}
