using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Architecture;

/// <summary>What each room of the library may know, read from its compiled code.</summary>
public class DependenciesTests
{
    private const string Library = "ControlTowerLifecycle";

    private static readonly ILookup<string, Type> Rooms = typeof(AccountId).Assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith($"{Library}.", StringComparison.Ordinal) == true)
        .ToLookup(type => type.Namespace!.Split('.')[1], StringComparer.Ordinal);

    private static readonly Dictionary<string, string[]> MayKnow = new(StringComparer.Ordinal)
    {
        ["Accounts"] = [],
        ["Events"] = ["Accounts"],
        ["Failures"] = [],
        ["Onboarding"] = ["Accounts", "Events", "Failures"],
        ["Notifications"] = ["Accounts", "Failures", "Onboarding"],
        ["Reconciliation"] = ["Accounts", "Events", "Failures", "Onboarding"],
        ["WorkloadSecurity"] = ["Accounts", "Failures", "Onboarding"],
        ["Aws"] = ["Accounts", "Failures", "Notifications", "Onboarding", "Reconciliation"],
        ["Hosting"] = ["Accounts", "Events", "Failures", "Onboarding", "Notifications", "Reconciliation", "WorkloadSecurity", "Aws"],
    };

    public static TheoryData<string> AllRooms => [.. MayKnow.Keys];

    [Fact]
    public void Every_room_has_its_place_in_the_order() =>
        Assert.Equal(MayKnow.Keys.Order(StringComparer.Ordinal), Rooms.Select(room => room.Key).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(AllRooms))]
    public void Dependencies_point_inward(string room)
    {
        string[] allowed = [room, .. MayKnow[room]];

        Assert.Empty(References(room, type =>
            type.Namespace?.StartsWith($"{Library}.", StringComparison.Ordinal) == true
            && !allowed.Contains(type.Namespace.Split('.')[1], StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("Accounts")]
    [InlineData("Events")]
    [InlineData("Onboarding")]
    [InlineData("Failures")]
    [InlineData("Notifications")]
    [InlineData("Reconciliation")]
    public void The_inner_rooms_know_no_Amazon_no_HTTP_and_no_console(string room) => Assert.Empty(References(room, IsOuter));

    [Fact]
    public void No_room_knows_the_console() => Assert.All(Rooms, room => Assert.Empty(References(room.Key, type => type == typeof(Console))));

    [Fact]
    public void Only_the_rooms_that_call_AWS_know_Amazon() => Assert.Equal(
        ["Aws"], Rooms.Select(room => room.Key).Where(room => References(room, IsAmazons).Count > 0));

    /// <summary>
    /// The reader of the compiled code sees what it is there to see, in declarations and inside methods.
    /// </summary>
    [Theory]
    [InlineData("Aws", "Amazon.Runtime.AWSCredentials")]
    [InlineData("WorkloadSecurity", "System.Net.Http.HttpRequestException")]
    [InlineData("Hosting", "System.Net.Http.SocketsHttpHandler")]
    [InlineData("Events", "System.Text.Json.JsonException")]
    public void What_a_room_does_know_is_found(string room, string typeName) =>
        Assert.NotEmpty(References(room, type => type.FullName == typeName));

    private static bool IsOuter(Type type) =>
        IsAmazons(type)
        || type == typeof(Console)
        || type.Namespace?.StartsWith("System.Net", StringComparison.Ordinal) == true;

    private static bool IsAmazons(Type type) => type.Namespace?.Split('.')[0] is "Amazon" or "AWSSDK";

    private static List<string> References(string room, Func<Type, bool> condition) =>
    [
        .. from type in Rooms[room]
           from referenced in TypeReferences.Of(type)
           where condition(referenced)
           select $"{type} knows {referenced}",
    ];
}
