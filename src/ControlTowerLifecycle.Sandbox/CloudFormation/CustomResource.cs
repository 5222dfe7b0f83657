using System.Globalization;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Sandbox.CloudFormation;

/// <summary>Sends requests for one custom resource to its function and waits for the responses.</summary>
internal sealed class CustomResource(
    SandboxStackSettings settings, string stackId, LambdaFunction function, ResponseBucket bucket, TimeProvider time)
{
    /// <param name="requestType">Create, Update or Delete.</param>
    /// <param name="revision">The value of the property Revision.</param>
    /// <param name="physicalId">The physical resource id; null on Create.</param>
    /// <param name="oldRevision">The value before an Update; otherwise null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ResourceExchange> SendAsync(
        string requestType,
        string revision,
        string? physicalId,
        string? oldRevision,
        CancellationToken cancellationToken)
    {
        var requestId = Guid.NewGuid().ToString();
        var url = bucket.Presign($"{stackId}|{settings.LogicalResourceId}|{requestId}");
        var sent = Event(requestType, requestId, url.Url);
        sent["ResourceProperties"] = Properties(revision);
        if (physicalId is not null)
            sent["PhysicalResourceId"] = physicalId;
        if (oldRevision is not null)
            sent["OldResourceProperties"] = Properties(oldRevision);
        var text = WireJson.Text(sent);
        _ = function.InvokeAsynchronously(text);
        return new ResourceExchange(requestType, text, await ReadResponseAsync(url, requestId, cancellationToken), url);
    }

    private JsonObject Event(string requestType, string requestId, string responseUrl) => new()
    {
        ["RequestType"] = requestType,
        ["ServiceToken"] = function.Arn,
        ["ResponseURL"] = responseUrl,
        ["StackId"] = stackId,
        ["RequestId"] = requestId,
        ["LogicalResourceId"] = settings.LogicalResourceId,
        ["ResourceType"] = settings.ResourceType,
    };

    // CloudFormation sends numbers in properties as strings.
    private JsonObject Properties(string revision) => new()
    {
        ["ServiceToken"] = function.Arn,
        ["ServiceTimeout"] = settings.ServiceTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        ["Revision"] = revision,
    };

    private async Task<ResourceResponse> ReadResponseAsync(
        PresignedUrl url, string requestId, CancellationToken cancellationToken)
    {
        try
        {
            var body = await url.Body.WaitAsync(settings.ServiceTimeout, time, cancellationToken);
            return ResourceResponse.Read(body, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["StackId"] = stackId,
                ["RequestId"] = requestId,
                ["LogicalResourceId"] = settings.LogicalResourceId,
            });
        }
        catch (TimeoutException)
        {
            return new ResourceResponse.Failed(
                "CloudFormation did not receive a response from your Custom Resource."
                + $" Please check your logs for requestId [{requestId}].",
                null);
        }
    }
}
