using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// The template's rules on the event bus of moto, an independent emulator of AWS. Each rule has a queue as its target,
/// with the name of the rule's real target.
/// </summary>
public sealed class MotoBus : IAsyncLifetime
{
    private const string RunningOn = "Running on ";
    private static readonly MediaTypeHeaderValue AmazonJson = new("application/x-amz-json-1.1");

    private readonly HttpClient _http = new();
    private readonly Dictionary<string, string> _queues = new(StringComparer.Ordinal);
    private Process? _server;

    /// <summary>Starts once for all tests of a class. If moto is missing, each test reports it.</summary>
    public async ValueTask InitializeAsync()
    {
        if (!RequiredTool.Moto.IsInstalled || !RequiredTool.Node.IsInstalled)
            return;

        _server = Process.Start(new ProcessStartInfo(RequiredTool.Moto.Require(), ["-H", "127.0.0.1", "-p", "0"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _http.BaseAddress = await ReadAddressAsync(_server, TestContext.Current.CancellationToken);
        var template = SynthesizedApp.Lifecycle;
        var deployed = IntrinsicFunctions.Deployed(template, "aws", "us-east-1");
        foreach (var (id, rule) in template.OfType("AWS::Events::Rule"))
        {
            if (rule["Properties"]!["EventPattern"] is { } pattern)
                await PutRuleAsync(id, deployed.Resolve(pattern)!,
                    (string)rule["Properties"]!["Targets"]![0]!["Arn"]!["Fn::GetAtt"]![0]!);
        }
    }

    /// <summary>Puts an event on the bus and returns the targets that it reached.</summary>
    public async Task<IReadOnlyList<string>> PutAsync(JsonNode sample)
    {
        RequiredTool.Node.Require();
        RequiredTool.Moto.Require();
        await CallAsync("events", "AWSEvents.PutEvents", new JsonObject
        {
            ["Entries"] = new JsonArray(new JsonObject
            {
                ["Source"] = (string)sample["source"]!,
                ["DetailType"] = (string)sample["detail-type"]!,
                ["Detail"] = sample["detail"]!.ToJsonString(),
            }),
        });
        List<string> reached = [];
        foreach (var (target, url) in _queues)
        {
            var response = await CallAsync("sqs", "AmazonSQS.ReceiveMessage",
                new JsonObject { ["QueueUrl"] = url, ["MaxNumberOfMessages"] = 10 });
            reached.AddRange((response["Messages"]?.AsArray() ?? []).Select(_ => target));
            await CallAsync("sqs", "AmazonSQS.PurgeQueue", new JsonObject { ["QueueUrl"] = url });
        }

        return reached;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_server is null)
            return;

        _server.Kill(entireProcessTree: true);
        await _server.WaitForExitAsync(CancellationToken.None);
        _server.Dispose();
    }

    private async Task PutRuleAsync(string name, JsonNode pattern, string target)
    {
        if (!_queues.TryGetValue(target, out var url))
        {
            url = (string)(await CallAsync("sqs", "AmazonSQS.CreateQueue",
                new JsonObject { ["QueueName"] = target }))["QueueUrl"]!;
            _queues.Add(target, url);
        }

        await CallAsync("events", "AWSEvents.PutRule",
            new JsonObject { ["Name"] = name, ["EventPattern"] = pattern.ToJsonString() });
        await CallAsync("events", "AWSEvents.PutTargets", new JsonObject
        {
            ["Rule"] = name,
            ["Targets"] = new JsonArray(new JsonObject
            {
                ["Id"] = "Target",
                ["Arn"] = $"arn:aws:sqs:us-east-1:123456789012:{target}"
            }),
        });
    }

    /// <summary>moto reads service and region from the signature's scope and does not verify the signature.</summary>
    private async Task<JsonNode> CallAsync(string service, string operation, JsonObject body)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()))
            {
                Headers = { ContentType = AmazonJson },
            },
        };
        request.Headers.Add("X-Amz-Target", operation);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/{service}/aws4_request, "
            + "SignedHeaders=host, Signature=0");
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{operation}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    // The server writes its address to its error stream. The rest of both streams is read and dropped, so that it does
    // not block.
    private static async Task<Uri> ReadAddressAsync(Process server, CancellationToken cancellationToken)
    {
        server.OutputDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        while (await server.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.IndexOf(RunningOn, StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = server.StandardError.ReadToEndAsync(CancellationToken.None);
                return new Uri(line[(at + RunningOn.Length)..].Trim());
            }
        }

        throw new InvalidOperationException("moto_server ended before it listened");
    }
}
