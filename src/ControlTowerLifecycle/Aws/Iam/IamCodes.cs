namespace ControlTowerLifecycle.Aws.Iam;

/// <summary>Error codes of IAM that are a result, not a failure.</summary>
internal static class IamCodes
{
    public const string NoSuchEntity = "NoSuchEntity";
    public const string AlreadyExists = "EntityAlreadyExists";
    public const string LimitExceeded = "LimitExceeded";
}
