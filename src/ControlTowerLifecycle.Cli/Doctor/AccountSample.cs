using System.Globalization;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Doctor;

/// <summary>The accounts that are looked at: a few of many, from as many organizational units as possible.</summary>
/// <param name="Accounts">Active, governed and in scope; without the management account, which is not entered.</param>
/// <param name="Why">Why there are none.</param>
internal sealed record AccountSample(IReadOnlyList<AccountId> Accounts, string Why)
{
    public const int Size = 3;

    /// <summary>Accounts that are read to choose from: ten pages.</summary>
    private const int Most = 200;

    /// <summary>Reads the governed accounts, and up to ten pages of the organization.</summary>
    /// <exception cref="Failures.RemoteSystemException">AWS refused or did not respond.</exception>
    public static async Task<AccountSample> ReadAsync(
        StackComposition composition, AccountId management, CancellationToken cancellationToken)
    {
        var governance = await composition.Governance.ReadAsync(cancellationToken);
        if (governance is not Governance.Known known)
            return new AccountSample([], governance is Governance.Unknown unknown ? unknown.Why : "no account is governed");

        List<ManagedAccount> candidates = [];
        var read = 0;
        await foreach (var page in composition.Organization.PagesAsync(null, null, mayRestart: true, cancellationToken))
        {
            foreach (var account in page.Accounts.Where(account => account.Id != management && known.Accounts.Contains(account.Id)))
            {
                if (await composition.Organization.JudgeAsync(account, cancellationToken) is null)
                    candidates.Add(account);
            }

            read += page.Accounts.Count;
            if (read >= Most)
                break;
        }

        return new AccountSample(
            Choose(candidates),
            string.Create(CultureInfo.InvariantCulture, $"none of the first {read} accounts is active, governed and in scope"));
    }

    /// <summary>One account of each unit, then the second of each, and so on.</summary>
    internal static IReadOnlyList<AccountId> Choose(IEnumerable<ManagedAccount> accounts) =>
    [
        .. accounts
            .GroupBy(account => account.OrganizationalUnits is [.., var unit] ? unit : "", StringComparer.Ordinal)
            .SelectMany(unit => unit.Select((account, turn) => (account.Id, turn)))
            .OrderBy(account => account.turn)
            .Select(account => account.Id)
            .Take(Size),
    ];
}
