using System.Text.Json;
using static ControlTowerLifecycle.Events.LifecycleEvent;

namespace ControlTowerLifecycle.Events;

/// <summary>
/// The AWS Organizations events of accounts that leave. AWS sends them in us-east-1 only (in China: cn-northwest-1); a
/// rule forwards them to the home region. CloudTrail also records calls that failed, with an <c>errorCode</c>.
/// </summary>
internal static class OrganizationsEvents
{
    public static LifecycleEvent Read(JsonElement detail)
    {
        var name = detail.Text("eventName");
        if (detail.OptionalText("errorCode") is not null)
            return new NotOurs("a call to AWS Organizations that failed and changed nothing");

        return name switch
        {
            "CloseAccountResult" or "AccountDepartedOrganization" => ServiceEvent(detail, name),
            "RemoveAccountFromOrganization" =>
                new AccountLeft(detail.Object("requestParameters").AccountId("accountId"), null, name),
            _ => new NotOurs("an AWS Organizations event after which no account leaves"),
        };
    }

    private static LifecycleEvent ServiceEvent(JsonElement detail, string name)
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
