using System.Text.Json;
using static ControlTowerLifecycle.Events.LifecycleEvent;

namespace ControlTowerLifecycle.Events;

/// <summary>
/// AWS Organizations' events of accounts that leave. They appear in us-east-1 (cn-northwest-1 in China) only, and are
/// forwarded from there. A call that failed is recorded too, with an <c>errorCode</c>.
/// </summary>
internal static class OrganizationsEvents
{
    public static LifecycleEvent Read(JsonElement detail)
    {
        var name = detail.Text("eventName");
        if (detail.OptionalText("errorCode") is not null)
            return new NotOurs("a call to Organizations that was refused and changed nothing");

        return name switch
        {
            "CloseAccountResult" or "AccountDepartedOrganization" => Service(detail, name),
            "RemoveAccountFromOrganization" =>
                new AccountLeft(detail.Object("requestParameters").AccountId("accountId"), null, name),
            _ => new NotOurs("an event of Organizations that ends no account's membership"),
        };
    }

    private static LifecycleEvent Service(JsonElement detail, string name)
    {
        var members = detail.Object("serviceEventDetails").EnumerateObject();
        var details = detail.Object("serviceEventDetails");
        var status = members.MoveNext() && members.Current.Value.ValueKind == JsonValueKind.Object
            ? members.Current.Value
            : details;

        return status.OptionalText("state") is null or "SUCCEEDED"
            ? new AccountLeft(status.AccountId("accountId"), null, name)
            : new NotOurs($"{name} has not succeeded");
    }
}
