namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// Simpler cases than one that failed, the much simpler ones first: without some of the disturbances, messages and
/// accounts, and with each of those that are left made plainer.
/// </summary>
internal static class RecoveryShrinking
{
    public static IEnumerable<RecoveryCase> Of(RecoveryCase failed) =>
    [
        .. Without(failed.Disturbances).Select(fewer => failed with { Disturbances = fewer }),
        .. Without(failed.Messages).Select(fewer => failed with { Messages = fewer }),
        .. WithoutAnAccount(failed),
        .. failed.BatchSize == 10 ? [] : (RecoveryCase[])[failed with { BatchSize = 10 }],
        .. failed.PropagationSeconds == 0 ? [] : (RecoveryCase[])[failed with { PropagationSeconds = 0 }],
        .. EachReplaced(failed.Accounts, Plainer).Select(plainer => failed with { Accounts = plainer }),
        .. EachReplaced(failed.Messages, Plainer).Select(plainer => failed with { Messages = plainer }),
        .. EachReplaced(failed.Disturbances, one => one.Earlier())
            .Select(earlier => failed with { Disturbances = earlier }),
    ];

    /// <summary>Without the one half, without the other, and without each alone.</summary>
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
        from gone in Enumerable.Range(0, failed.Accounts.Count > 1 ? failed.Accounts.Count : 0)
        select failed with
        {
            Accounts = [.. failed.Accounts.Where((_, index) => index != gone)],
            Messages =
            [
                .. failed.Messages.Where(one => one.Account != gone)
                    .Select(one => one.Account > gone ? one with { Account = one.Account - 1 } : one),
            ],
        };

    private static IEnumerable<T[]> EachReplaced<T>(IReadOnlyList<T> items, Func<T, IEnumerable<T>> simpler) =>
        from at in Enumerable.Range(0, items.Count)
        from one in simpler(items[at])
        select (T[])[.. items.Take(at), one, .. items.Skip(at + 1)];

    private static IEnumerable<AccountSetup> Plainer(AccountSetup account) =>
        new[]
        {
            AccountSetup.Plain,
            account with { Kind = AccountKind.Eligible },
            account with { Role = RoleSetup.None },
            account with { Connectors = ConnectorSetup.None },
        }.Where(plainer => plainer != account).Distinct();

    private static IEnumerable<MessageSetup> Plainer(MessageSetup message) =>
        message.Kind == MessageKind.Created ? [] : [message with { Kind = MessageKind.Created }];
}
