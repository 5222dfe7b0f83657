using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>
/// Cloud Accounts as the API reference allows it: one connection of an account, a role that has not propagated is refused,
/// names are rewritten, and responses can be lost.
/// </summary>
internal sealed class FakeCloudAccounts : HttpMessageHandler
{
    private readonly Queue<Func<Func<HttpResponseMessage>, HttpResponseMessage>> _connects = new();

    public SortedDictionary<string, JsonObject> Accounts { get; } = new(StringComparer.Ordinal);

    public List<string> Calls { get; } = [];

    /// <summary>The bodies of all POST and PATCH requests.</summary>
    public List<JsonNode> Bodies { get; } = [];

    public Func<string, Task> Gate { get; set; } = _ => Task.CompletedTask;

    /// <summary>Whether the vendor can assume the role with this ARN yet.</summary>
    public Func<string, bool> RoleIsAssumable { get; set; } = _ => true;

    public int RefusalStatus { get; set; } = 400;

    public int DuplicateStatus { get; set; } = 491;

    /// <summary>The state of the n-th read after the connection.</summary>
    public Func<int, string> StateAtRead { get; set; } = _ => "managed";

    public int PageSize { get; set; } = 2;

    private int _reads;

    public void Add(string account, string? roleArn, Action<JsonObject>? change = null)
    {
        var wire = new JsonObject { ["id"] = account, ["roleArn"] = roleArn ?? "", ["name"] = account, ["state"] = "managed" };
        change?.Invoke(wire);
        Accounts[account] = wire;
    }

    /// <summary>The next connection takes effect, but its response is lost.</summary>
    public void LoseNextResponse() => Script(connect =>
    {
        connect().Dispose();
        throw new HttpRequestException("the connection was reset");
    });

    public void Script(Func<Func<HttpResponseMessage>, HttpResponseMessage> connect) => _connects.Enqueue(connect);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = await ScriptedHttp.ReadAsync(request, cancellationToken);
        var path = sent.Uri.AbsolutePath.Replace("/v3.0/cam/", "", StringComparison.Ordinal);
        await Gate($"{sent.Method} {path}");
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Add($"{sent.Method} {path}");
        if (sent.Body.Length > 0)
            Bodies.Add(JsonNode.Parse(sent.Body)!);

        return (sent.Method, path.Split('/')) switch
        {
            ("GET", ["", "v3.0", "healthcheck", "connectivity"]) => Json(200, """{"status":"available"}"""),
            ("GET", ["awsAccounts"]) => List(sent),
            ("GET", ["awsAccounts", "features"]) => Json(200, """{"items":[{"id":"container-security"},{"id":"cloud-response"}]}"""),
            ("GET", ["awsAccounts", var id]) => Find(id),
            ("POST", ["awsAccounts"]) => _connects.TryDequeue(out var scripted)
                ? scripted(() => Connect(sent.Body))
                : Connect(sent.Body),
            ("PATCH", ["awsAccounts", var id]) => Modify(id, sent),
            ("DELETE", ["awsAccounts", var id]) => Accounts.Remove(id) ? Json(204, "") : NotFound(),
            _ => throw new UnexpectedCallException($"{sent.Method} {sent.Uri}"),
        };
    }

    private HttpResponseMessage List(SentRequest sent)
    {
        var query = sent.Uri.Query.TrimStart('?').Split('&').Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var filter = sent.Header("TMV1-Filter");
        var found = Accounts.Where(account => filter is null || filter == $"id eq '{account.Key}'").ToList();
        var skip = query.TryGetValue("skip", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        var body = new JsonObject { ["items"] = new JsonArray([.. found.Skip(skip).Take(PageSize).Select(account => account.Value.DeepClone())]) };
        if (skip + PageSize < found.Count)
            body["nextLink"] = $"https://elsewhere.test/v3.0/cam/awsAccounts?top={query["top"]}&skip={skip + PageSize}";

        return Json(200, body.ToJsonString());
    }

    private HttpResponseMessage Find(string id)
    {
        if (!Accounts.TryGetValue(id, out var account))
            return NotFound();

        account["state"] = StateAtRead(_reads++);
        return Json(200, account.ToJsonString(), ("ETag", "\"7\""));
    }

    private HttpResponseMessage Connect(string body)
    {
        var wire = JsonNode.Parse(body)!.AsObject();
        var id = ((string)wire["roleArn"]!).Split(':')[4];
        if (Accounts.TryGetValue(id, out var existing) && (string?)existing["roleArn"] is { Length: > 0 })
            return Json(DuplicateStatus, """{"error":{"code":"BadRequest","message":"exists","innererror":{"code":"account-exist"}}}""");

        if (!RoleIsAssumable((string)wire["roleArn"]!))
            return Json(RefusalStatus, """{"error":{"code":"BadRequest","message":"The role cannot be assumed."}}""");

        var account = wire.DeepClone().AsObject();
        account["id"] = id;
        account["name"] = "rewritten";
        Accounts[id] = account;
        return Json(201, "", ("Location", $"https://api.eu.test/v3.0/cam/awsAccounts/{id}"));
    }

    private HttpResponseMessage Modify(string id, SentRequest sent)
    {
        if (!Accounts.TryGetValue(id, out var account))
            return NotFound();

        if (sent.Header("If-Match") is { } tag && tag != "\"7\"")
            return Json(412, "{}");

        foreach (var (name, value) in JsonNode.Parse(sent.Body)!.AsObject())
            account[name] = value?.DeepClone();

        return Json(204, "");
    }

    private static HttpResponseMessage NotFound() => Json(404, """{"error":{"code":"NotFound","message":"no such account"}}""");

    private static HttpResponseMessage Json(int status, string body, params (string Name, string Value)[] headers) =>
        ScriptedHttp.Response(status, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), headers);
}
