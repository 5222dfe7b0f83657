namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// Creates simpler variants of a failed case, the simplest first: with fewer faults, messages and accounts, and with
/// each of them simplified.
/// </summary>
internal static class RecoveryCaseShrinker
{
    public static IEnumerable<RecoveryCase> Shrink(RecoveryCase failed) =>
    [
        .. Without(failed.Faults).Select(fewer => failed with { Faults = fewer }),
        .. Without(failed.Messages).Select(fewer => failed with { Messages = fewer }),
        .. WithoutAnAccount(failed),
        .. failed.Protections == ProtectionsSetup.Both
            ? [failed with { Protections = ProtectionsSetup.WorkloadSecurity }, failed with { Protections = ProtectionsSetup.CloudAccounts }]
            : (RecoveryCase[])[],
        .. failed.BatchSize == 10 ? [] : (RecoveryCase[])[failed with { BatchSize = 10 }],
        .. failed.PropagationSeconds == 0 ? [] : (RecoveryCase[])[failed with { PropagationSeconds = 0 }],
        .. EachReplaced(failed.Accounts, Simplify).Select(simpler => failed with { Accounts = simpler }),
        .. EachReplaced(failed.Messages, Simplify).Select(simpler => failed with { Messages = simpler }),
        .. EachReplaced(failed.Faults, fault => fault.Earlier())
            .Select(earlier => failed with { Faults = earlier }),
    ];

    /// <summary>Each half alone, and all items but one.</summary>
    private static IEnumerable<T[]> Without<T>(IReadOnlyList<T> items)
    {
        var half = items.Count / 2;
        if (half > 1)
        {
            yield return [.. items.Take(half)];
            yield return [.. items.Skip(half)];
        }

        for (var index = 0; index < items.Count; index++)
            yield return [.. items.Take(index), .. items.Skip(index + 1)];
    }

    private static IEnumerable<RecoveryCase> WithoutAnAccount(RecoveryCase failed) =>
        from removed in Enumerable.Range(0, failed.Accounts.Count > 1 ? failed.Accounts.Count : 0)
        select failed with
        {
            Accounts = [.. failed.Accounts.Where((_, index) => index != removed)],
            Messages =
            [
                .. failed.Messages.Where(message => message.Account != removed)
                    .Select(message => message.Account > removed
                        ? message with { Account = message.Account - 1 }
                        : message),
            ],
        };

    private static IEnumerable<T[]> EachReplaced<T>(IReadOnlyList<T> items, Func<T, IEnumerable<T>> simplify) =>
        from at in Enumerable.Range(0, items.Count)
        from simpler in simplify(items[at])
        select (T[])[.. items.Take(at), simpler, .. items.Skip(at + 1)];

    private static IEnumerable<AccountSetup> Simplify(AccountSetup account) =>
        new[]
        {
            AccountSetup.Default,
            account with { Kind = AccountKind.Eligible },
            account with { Role = RoleSetup.None },
            account with { Connectors = ConnectorSetup.None },
            account with { Connection = ConnectionSetup.None },
        }.Where(simpler => simpler != account).Distinct();

    private static IEnumerable<MessageSetup> Simplify(MessageSetup message) =>
        message.Kind == MessageKind.Created ? [] : [message with { Kind = MessageKind.Created }];
}
