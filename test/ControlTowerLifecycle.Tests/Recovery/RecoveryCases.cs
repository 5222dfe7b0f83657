using FsCheck;
using FsCheck.Fluent;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>Cases at random, and simpler ones of a case that failed.</summary>
internal static class RecoveryCases
{
    /// <summary>More calls than a case of usual size makes, so that some disturbances come to nothing.</summary>
    private const int LatestCall = 60;

    public static Arbitrary<RecoveryCase> Any => Arb.From(Cases, RecoveryShrinking.Of);

    private static Gen<RecoveryCase> Cases =>
        from accounts in Some(1, 5, Account)
        from messages in Some(1, 7, Message(accounts.Count))
        from disturbances in Some(0, 12, Disturbance(messages.Count))
        from batchSize in Gen.Elements(1, 2, 10)
        from propagation in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Constant(10)), (1, Gen.Constant(90)))
        select new RecoveryCase(accounts, messages, disturbances, batchSize, propagation);

    private static Gen<AccountSetup> Account =>
        from kind in Gen.Frequency((12, Gen.Constant(AccountKind.Eligible)), (4, AnyOf<AccountKind>()))
        from role in Gen.Frequency((2, Gen.Constant(RoleSetup.None)), (5, AnyOf<RoleSetup>()))
        from connectors in Gen.Frequency((3, Gen.Constant(ConnectorSetup.None)), (4, AnyOf<ConnectorSetup>()))
        select new AccountSetup(kind, role, connectors);

    /// <summary>About few accounts, so that several messages are about the same.</summary>
    private static Gen<MessageSetup> Message(int accounts) =>
        from kind in AnyOf<MessageKind>()
        from account in Gen.Frequency((1, Gen.Constant(0)), (2, Gen.Choose(0, accounts - 1)))
        select new MessageSetup(kind, account);

    private static Gen<Disturbance> Disturbance(int messages) => Gen.Frequency(
        (5, Fault),
        (3, from at in At from after in Gen.Elements(true, false) select (Disturbance)new Disturbance.Death(at, after)),
        (4, from at in At from which in Gen.Choose(1, 4) select (Disturbance)new Disturbance.Overtaking(at, which)),
        (2, from at in At
            from seconds in Gen.Elements(1, 4, 8, 30)
            select (Disturbance)new Disturbance.Pause(at, seconds)),
        (2, from at in At
            from message in Gen.Choose(0, messages - 1)
            select (Disturbance)new Disturbance.Redelivery(at, message)),
        (1, from at in At select (Disturbance)new Disturbance.Reversal(at)));

    private static Gen<Disturbance> Fault =>
        from call in Gen.Elements(Calls.All)
        from nth in Gen.Choose(1, 4)
        from kind in AnyOf<FaultKind>()
        select (Disturbance)new Disturbance.Fault(call, nth, kind);

    private static Gen<int> At => Gen.Choose(1, LatestCall);

    private static Gen<T> AnyOf<T>()
        where T : struct, Enum => Gen.Elements(Enum.GetValues<T>());

    private static Gen<List<T>> Some<T>(int fewest, int most, Gen<T> one) =>
        from count in Gen.Choose(fewest, most)
        from items in Gen.ListOf(one, count)
        select items;
}
