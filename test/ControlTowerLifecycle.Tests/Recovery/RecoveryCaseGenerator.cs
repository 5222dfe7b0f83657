using FsCheck;
using FsCheck.Fluent;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>Generates random cases.</summary>
internal static class RecoveryCaseGenerator
{
    /// <summary>More calls than a usual case makes, so some faults never occur.</summary>
    private const int LastCall = 60;

    public static Arbitrary<RecoveryCase> Any => Arb.From(Cases, RecoveryCaseShrinker.Shrink);

    private static Gen<RecoveryCase> Cases =>
        from accounts in ListOf(1, 5, Account)
        from messages in ListOf(1, 7, Message(accounts.Count))
        from protections in AnyOf<ProtectionsSetup>()
        from faults in ListOf(0, 12, AnyFault(messages.Count, protections))
        from batchSize in Gen.Elements(1, 2, 10)
        from propagation in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Constant(10)), (1, Gen.Constant(90)))
        select new RecoveryCase(accounts, messages, faults, batchSize, propagation) { Protections = protections };

    private static Gen<AccountSetup> Account =>
        from kind in Gen.Frequency((12, Gen.Constant(AccountKind.Eligible)), (4, AnyOf<AccountKind>()))
        from role in Gen.Frequency((2, Gen.Constant(RoleSetup.None)), (5, AnyOf<RoleSetup>()))
        from connectors in Gen.Frequency((3, Gen.Constant(ConnectorSetup.None)), (4, AnyOf<ConnectorSetup>()))
        from connection in Gen.Frequency((3, Gen.Constant(ConnectionSetup.None)), (4, AnyOf<ConnectionSetup>()))
        select new AccountSetup(kind, role, connectors) { Connection = connection };

    /// <summary>Few accounts, so that several messages name the same account.</summary>
    private static Gen<MessageSetup> Message(int accounts) =>
        from kind in AnyOf<MessageKind>()
        from account in Gen.Frequency((1, Gen.Constant(0)), (2, Gen.Choose(0, accounts - 1)))
        select new MessageSetup(kind, account);

    private static Gen<ScheduledFault> AnyFault(int messages, ProtectionsSetup protections) => Gen.Frequency(
        (5, CallFailure(protections)),
        (3, from at in At
            from after in Gen.Elements(true, false)
            select (ScheduledFault)new ScheduledFault.Kill(at, after)),
        (4, from at in At
            from which in Gen.Choose(1, 4)
            select (ScheduledFault)new ScheduledFault.Overtaking(at, which)),
        (2, from at in At
            from seconds in Gen.Elements(1, 4, 8, 30)
            select (ScheduledFault)new ScheduledFault.Delay(at, seconds)),
        (2, from at in At
            from message in Gen.Choose(0, messages - 1)
            select (ScheduledFault)new ScheduledFault.Redelivery(at, message)),
        (1, from at in At select (ScheduledFault)new ScheduledFault.QueueReversal(at)));

    private static Gen<ScheduledFault> CallFailure(ProtectionsSetup protections) =>
        from call in Gen.Elements(CallNames.Of(protections))
        from nth in Gen.Choose(1, 4)
        from kind in AnyOf<FaultKind>()
        select (ScheduledFault)new ScheduledFault.CallFailure(call, nth, kind);

    private static Gen<int> At => Gen.Choose(1, LastCall);

    private static Gen<T> AnyOf<T>()
        where T : struct, Enum => Gen.Elements(Enum.GetValues<T>());

    private static Gen<List<T>> ListOf<T>(int minimum, int maximum, Gen<T> item) =>
        from count in Gen.Choose(minimum, maximum)
        from items in Gen.ListOf(item, count)
        select items;
}
