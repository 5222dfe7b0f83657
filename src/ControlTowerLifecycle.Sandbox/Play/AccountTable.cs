using ControlTowerLifecycle.Sandbox.Deployment;
using Spectre.Console;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>The final table of accounts. A narrow terminal shows fewer columns. The account id is never
/// wrapped.</summary>
internal static class AccountTable
{
    private const int AccountIdLength = 12;

    /// <summary>In columns of the terminal.</summary>
    private const int FullTableWidth = 90;

    public static Table Create(IEnumerable<ProtectionVerdict> accounts, int width)
    {
        var isFull = width >= FullTableWidth;
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn(new TableColumn("account").NoWrap().Width(AccountIdLength))
            .AddColumn("name");
        if (isFull)
            table.AddColumns("state", "role", "connector");
        table.AddColumn("protected");
        foreach (var account in accounts)
            table.AddRow(isFull ? FullRow(account) : [account.Account.Id, Name(account), Protection(account)]);
        return table;
    }

    private static string[] FullRow(ProtectionVerdict account) =>
    [
        account.Account.Id,
        Name(account),
        account.Account.State.ToString().ToLowerInvariant(),
        Markup.Escape(account.Role),
        Markup.Escape(account.Connector),
        Protection(account),
    ];

    private static string Name(ProtectionVerdict account) => Markup.Escape(account.Account.Name);

    private static string Protection(ProtectionVerdict account) => account switch
    {
        { Skipped: { } reason } => $"[grey]no: {Markup.Escape(reason)}[/]",
        { Lacks: { } fault } => $"[red]NO: {Markup.Escape(fault)}[/]",
        _ => "[green]yes[/]",
    };
}
