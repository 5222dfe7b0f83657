using System.Text;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>A connector at the vendor. Before its first synchronization it has no account id: it is empty.</summary>
internal sealed record VendorConnector(int Id, string AccountId, string? DisplayName, string? RoleArn, bool Workspaces);

/// <summary>
/// The least reliable vendor that the API reference allows: a second registration creates a duplicate, a role that has
/// not propagated is refused, and the response to a registration can be lost.
/// </summary>
internal sealed class FakeVendor : HttpMessageHandler
{
    private readonly Queue<Func<Func<HttpResponseMessage>, HttpResponseMessage>> _registrations = new();
    private int _nextId = 1;

    public List<VendorConnector> Connectors { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>A call waits for this task before it takes effect.</summary>
    public Func<string, Task> Gate { get; set; } = _ => Task.CompletedTask;

    /// <summary>Whether the vendor can assume a role yet.</summary>
    public Func<string?, bool> RoleIsAssumable { get; set; } = _ => true;

    /// <summary>Whether a search by role is accepted. The API reference does not say so.</summary>
    public bool SearchesByRole { get; set; } = true;

    /// <summary>The response to the next modification; null lets it take effect.</summary>
    public HttpResponseMessage? NextModification { get; set; }

    public int Count(string call) => Calls.Count(other => other == call);

    public VendorConnector Add(string? displayName, string? roleArn, bool workspaces = false, string? account = null)
    {
        var connector = new VendorConnector(_nextId++, account ?? Sample.Id.Value, displayName, roleArn, workspaces);
        Connectors.Add(connector);
        return connector;
    }

    /// <summary>The next registration takes effect, but its response is lost.</summary>
    public void LoseNextResponse() => Script(register =>
    {
        register().Dispose();
        throw new HttpRequestException("the connection was reset");
    });

    /// <summary>The next registration is refused with this status and has no effect.</summary>
    public void RefuseNext(int status, params (string Name, string Value)[] headers) =>
        Script(_ => Json(status, """{"message":"no"}""", headers));

    /// <summary>The same with a text.</summary>
    public void RefuseNextWith(int status, string text) => Script(_ => Refusal(status, text));

    public static HttpResponseMessage Refusal(int status, string text) =>
        Json(status, new JsonObject { ["message"] = text }.ToJsonString());

    public void Script(Func<Func<HttpResponseMessage>, HttpResponseMessage> registration) => _registrations.Enqueue(registration);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = await ScriptedHttp.ReadAsync(request, cancellationToken);
        var path = sent.Uri.AbsolutePath["/api/".Length..];
        var call = $"{sent.Method} {path}";
        await Gate(call);
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Add(call);
        return (sent.Method, path.Split('/')) switch
        {
            ("GET", ["awsconnectorsettings"]) => Json(200, $$"""{"externalId":"{{Sample.ExternalId}}"}"""),
            ("POST", ["awsconnectors", "search"]) => Search(sent.Body),
            ("POST", ["awsconnectors"]) => _registrations.TryDequeue(out var scripted)
                ? scripted(() => Register(sent.Body))
                : Register(sent.Body),
            ("POST", ["awsconnectors", var id]) => Modify(int.Parse(id, null), sent.Body),
            ("DELETE", ["awsconnectors", var id]) => Remove(int.Parse(id, null)),
            _ => throw new UnexpectedCallException(call),
        };
    }

    private HttpResponseMessage Search(string body)
    {
        var wanted = JsonNode.Parse(body)!;
        var criterion = wanted["searchCriteria"]![0]!;
        if (!SearchesByRole && (string?)criterion["fieldName"] == "crossAccountRoleArn")
            return Refusal(400, "This field cannot be searched.");

        var found = criterion["idValue"] is { } after
            ? Connectors.Where(connector => connector.Id > (int)after)
                .OrderBy(connector => connector.Id)
                .Take((int)wanted["maxItems"]!)
            : Connectors.Where(connector => Matches(connector, (string?)criterion["fieldName"], (string?)criterion["stringValue"]))
                .OrderByDescending(connector => connector.Id);
        return Json(200, new JsonObject { ["awsConnectors"] = new JsonArray([.. found.Select(Wire)]) }.ToJsonString());
    }

    private static bool Matches(VendorConnector connector, string? field, string? value) => value == (field switch
    {
        "accountId" => connector.AccountId,
        "crossAccountRoleArn" => connector.RoleArn,
        _ => throw new UnexpectedCallException($"a search by {field}"),
    });

    private HttpResponseMessage Register(string body)
    {
        var wire = JsonNode.Parse(body)!;
        if (!RoleIsAssumable((string?)wire["crossAccountRoleArn"]))
            return Json(400, """{"message":"The role cannot be assumed."}""");

        var connector = new VendorConnector(
            _nextId++, (string)wire["accountId"]!, (string?)wire["displayName"], (string?)wire["crossAccountRoleArn"],
            (bool?)wire["workspacesEnabled"] ?? false);
        Connectors.Add(connector);
        return Json(200, Wire(connector).ToJsonString());
    }

    private HttpResponseMessage Modify(int id, string body)
    {
        if (NextModification is { } scripted)
        {
            NextModification = null;
            return scripted;
        }

        var at = Connectors.FindIndex(connector => connector.Id == id);
        if (at < 0)
            return Json(404, """{"message":"No such connector."}""");

        var wire = JsonNode.Parse(body)!;
        var old = Connectors[at];
        if (!RoleIsAssumable((string?)wire["crossAccountRoleArn"] ?? old.RoleArn))
            return Json(400, """{"message":"The role cannot be assumed."}""");

        Connectors[at] = old with
        {
            DisplayName = (string?)wire["displayName"] ?? old.DisplayName,
            RoleArn = (string?)wire["crossAccountRoleArn"] ?? old.RoleArn,
            Workspaces = (bool?)wire["workspacesEnabled"] ?? old.Workspaces,
        };
        return Json(200, Wire(Connectors[at]).ToJsonString());
    }

    private HttpResponseMessage Remove(int id) =>
        Connectors.RemoveAll(connector => connector.Id == id) > 0 ? Json(200, "") : Json(404, "");

    private static JsonNode Wire(VendorConnector connector) => new JsonObject
    {
        ["ID"] = connector.Id,
        ["accountId"] = connector.AccountId.Length == 0 ? null : connector.AccountId,
        ["displayName"] = connector.DisplayName,
        ["crossAccountRoleArn"] = connector.RoleArn,
        ["workspacesEnabled"] = connector.Workspaces,
    };

    private static HttpResponseMessage Json(int status, string body, params (string Name, string Value)[] headers) =>
        ScriptedHttp.Response(status, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), headers);
}
