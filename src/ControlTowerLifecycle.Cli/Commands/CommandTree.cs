using System.CommandLine;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>All commands. A new command is one line here.</summary>
internal static class CommandTree
{
    public static RootCommand Create(ToolContext context)
    {
        var root = new RootCommand(
            $"""
            Shows and changes the protection of the accounts of an AWS Control Tower organization. It needs credentials of
            the management account, in the home region.

            {ExitCode.Help}
            """)
        {
            CommonOptions.Json, CommonOptions.Stack, CommonOptions.Region, CommonOptions.Profile,
        };
        root.Add(Wire(context, new StatusCommand()));
        root.Add(Wire(context, new AccountCommand()));
        root.Add(Wire(context, new DoctorCommand()));
        root.Add(Wire(context, new PlanCommand()));
        root.Add(Wire(context, new OnboardCommand()));
        root.Add(Wire(context, new RefreshCommand()));
        root.Add(Wire(context, new OffboardCommand()));
        root.Add(Wire(context, new ReconcileCommand()));
        root.Add(Wire(context, new ReportCommand()));
        root.Add(Wire(context, new ErrorsCommand()));
        root.Add(WithSubcommands(
            context, new LettersCommand(), Wire(context, new LettersRedriveCommand()), Wire(context, new LettersDeleteCommand())));
        root.Add(Group("key", "The API keys.", Wire(context, new KeyStatusCommand()), Wire(context, new KeyRotateCommand())));
        root.Add(Group(
            "external-id",
            "The external ID with which the vendor assumes the connector roles.",
            Wire(context, ExternalIdCommand.Show()),
            Wire(context, new ExternalIdMigrateCommand()),
            Wire(context, ExternalIdCommand.Retrieval())));
        root.Add(Wire(context, new PauseCommand(pauses: true)));
        root.Add(Wire(context, new PauseCommand(pauses: false)));
        root.Add(Wire(context, new EventCommand()));
        root.Add(Wire(context, new CompletionCommand()));
        root.Add(Wire(context, new VersionCommand()));
        return root;
    }

    /// <summary>A command that has only subcommands.</summary>
    internal static Command Group(string name, string description, params IEnumerable<Command> commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
            group.Add(command);

        return group;
    }

    /// <summary>A command that does something itself and has subcommands.</summary>
    internal static Command WithSubcommands(ToolContext context, IToolCommand command, params IEnumerable<Command> subcommands)
    {
        var parent = Wire(context, command);
        foreach (var subcommand in subcommands)
            parent.Add(subcommand);

        return parent;
    }

    internal static Command Wire(ToolContext context, IToolCommand command)
    {
        command.Syntax.SetAction((parsed, token) =>
            CommandBoundary.RunAsync(command, new CommandRun(context, parsed), token));
        return command.Syntax;
    }
}
