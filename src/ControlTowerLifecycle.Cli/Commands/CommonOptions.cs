using System.CommandLine;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>The options of every command.</summary>
internal static class CommonOptions
{
    public const string DefaultStack = "ControlTowerLifecycle";

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write one JSON document to standard output.",
        Recursive = true,
    };

    public static Option<string> Stack { get; } = new("--stack")
    {
        Description = "The name of the CloudFormation stack.",
        HelpName = "NAME",
        DefaultValueFactory = _ => DefaultStack,
        Recursive = true,
    };

    public static Option<string?> Region { get; } = new("--region")
    {
        Description = "The region of the stack. Default: AWS_REGION, AWS_DEFAULT_REGION, or the region of the profile.",
        HelpName = "REGION",
        Recursive = true,
    };

    public static Option<string?> Profile { get; } = new("--profile")
    {
        Description = "The AWS profile. Default: the credentials that the AWS CLI would use.",
        HelpName = "PROFILE",
        Recursive = true,
    };
}
