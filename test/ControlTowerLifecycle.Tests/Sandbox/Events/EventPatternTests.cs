using ControlTowerLifecycle.Sandbox.Events;

namespace ControlTowerLifecycle.Tests.Sandbox.Events;

public sealed class EventPatternTests
{
    private const string Event = """
        {
          "source": "aws.controltower",
          "detail": {
            "eventName": "CreateManagedAccount",
            "number": 7,
            "none": null,
            "accounts": [{ "id": "1" }, { "id": "2" }],
            "tags": ["a", "b"]
          }
        }
        """;

    [Theory]
    [InlineData("""{"source":["aws.controltower"]}""", true)]
    [InlineData("""{"source":["aws.organizations","aws.controltower"]}""", true)]
    [InlineData("""{"source":["aws.organizations"]}""", false)]
    [InlineData("""{"source":["aws.controltower"],"detail":{"eventName":["UpdateManagedAccount"]}}""", false)]
    [InlineData("""{"detail":{"number":[7],"none":[null]}}""", true)]
    [InlineData("""{"detail":{"missing":[null]}}""", false)]
    [InlineData("""{"detail":{"tags":["b"]}}""", true)]
    [InlineData("""{"detail":{"accounts":{"id":["2"]}}}""", true)]
    [InlineData("""{"detail":{"accounts":{"id":["3"]}}}""", false)]
    [InlineData("""{"detail":{"eventName":[{"prefix":"Create"}]}}""", true)]
    [InlineData("""{"detail":{"eventName":[{"suffix":"Account"}]}}""", true)]
    [InlineData("""{"detail":{"eventName":[{"wildcard":"*Managed*"}]}}""", true)]
    [InlineData("""{"detail":{"eventName":[{"wildcard":"Create*Account"}]}}""", true)]
    [InlineData("""{"detail":{"eventName":[{"wildcard":"CreateManagedAccount*Account"}]}}""", false)]
    [InlineData("""{"detail":{"eventName":[{"wildcard":"CreateManaged?ccount"}]}}""", false)]
    [InlineData("""{"detail":{"eventName":[{"equals-ignore-case":"createmanagedaccount"}]}}""", true)]
    [InlineData("""{"detail":{"eventName":[{"anything-but":"CreateManagedAccount"}]}}""", false)]
    [InlineData("""{"detail":{"eventName":[{"anything-but":["A","B"]}]}}""", true)]
    [InlineData("""{"detail":{"eventName":[{"anything-but":{"prefix":"Create"}}]}}""", false)]
    [InlineData("""{"detail":{"missing":[{"anything-but":"A"}]}}""", false)]
    [InlineData("""{"detail":{"missing":[{"exists":false}]}}""", true)]
    [InlineData("""{"detail":{"eventName":[{"exists":true}]}}""", true)]
    [InlineData("""{"detail":{"eventName":[{"exists":false}]}}""", false)]
    [InlineData("""{"detail":{"$or":[{"eventName":["Other"]},{"number":[7]}]}}""", true)]
    [InlineData("""{"detail":{"$or":[{"eventName":["Other"]},{"number":[8]}]}}""", false)]
    public void Pattern_matches_as_in_EventBridge(string pattern, bool matches) =>
        Assert.Equal(matches, EventPattern.Parse(pattern).Matches(Event));

    [Theory]
    [InlineData("""{"source":"aws.controltower"}""")]
    [InlineData("""{"detail":{"number":[{"numeric":[">",1]}]}}""")]
    [InlineData("""{"detail":{"number":[[7]]}}""")]
    public void Unsupported_pattern_is_refused(string pattern) =>
        Assert.Throws<FormatException>(() => EventPattern.Parse(pattern));
}
