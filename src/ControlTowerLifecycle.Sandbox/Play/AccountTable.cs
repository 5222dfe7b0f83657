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

    /// <summary>Of the column with the connection to Cloud Accounts.</summary>
    private const int ConnectionWidth = 14;

    public static Table Create(IReadOnlyCollection<ProtectionVerdict> accounts, int width)
    {
        var hasConnector = accounts.Any(account => account.Connector is not null);
        var hasConnection = accounts.Any(account => account.Connection is not null);
        var isFull = width >= FullTableWidth + (hasConnector && hasConnection ? ConnectionWidth : 0);
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn(new TableColumn("account").NoWrap().Width(AccountIdLength))
            .AddColumn("name");
        if (isFull)
            table.AddColumns(["state", .. hasConnector ? ["role", "connector"] : (string[])[], .. hasConnection ? ["connection"] : (string[])[]]);
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
        .. new[] { account.Role, account.Connector, account.Connection }.OfType<string>().Select(Markup.Escape),
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
