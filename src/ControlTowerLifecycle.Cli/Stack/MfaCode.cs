using Amazon.Runtime;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Output;

namespace ControlTowerLifecycle.Cli.Stack;

/// <summary>The code of an MFA device, which a profile with <c>mfa_serial</c> needs.</summary>
internal static class MfaCode
{
    /// <summary>Asks for the code on a terminal as soon as the role is assumed.</summary>
    /// <param name="credentials">The credentials of the profile; those of another kind need no code.</param>
    /// <param name="context">The terminal.</param>
    /// <exception cref="ToolException">A code is needed, and there is no terminal to ask on.</exception>
    public static void AskFor(AWSCredentials credentials, ToolContext context)
    {
        for (var role = credentials as AssumeRoleAWSCredentials; role is not null;
            role = role.SourceCredentials as AssumeRoleAWSCredentials)
        {
            if (role.Options is not { MfaSerialNumber: { Length: > 0 } device })
                continue;

            if (!context.Input.IsTerminal)
            {
                throw new ToolException(
                    "The profile needs the code of an MFA device, and standard input is no terminal.",
                    "Run this in the shell, with the profile's name: eval \"$(aws configure export-credentials --profile NAME --format env)\"");
            }

            role.Options.MfaTokenCodeCallback = () => Read(device, context);
        }
    }

    private static string Read(string device, ToolContext context)
    {
        new Screen(context, isQuiet: true).Prompt($"Code of the MFA device {device}:");
        using var reader = new StreamReader(context.Input.Stream, leaveOpen: true);
        return reader.ReadLine()?.Trim() ?? "";
    }
}
