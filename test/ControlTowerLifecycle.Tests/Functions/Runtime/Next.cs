using System.Globalization;
using System.Text;

namespace ControlTowerLifecycle.Tests.Functions.Runtime;

/// <summary>A response to GET /runtime/invocation/next.</summary>
internal sealed record Next
{
    /// <summary>The default deadline: five minutes after <see cref="At.Start"/>.</summary>
    public static readonly DateTimeOffset Deadline = At.Start.AddMinutes(5);

    public int Status { get; init; } = 200;

    /// <summary>The connection breaks before a response.</summary>
    public bool IsLost { get; init; }

    public string? RequestId { get; init; }

    public string? DeadlineMs { get; init; } = Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    public string? TraceId { get; init; }

    public byte[] Payload { get; init; } = "{}"u8.ToArray();

    public static Next Lost { get; } = new() { IsLost = true };

    public static Next Refused(int status) => new() { Status = status };

    public static Next Event(string requestId, string payload = "{}") =>
        new() { RequestId = requestId, Payload = Encoding.UTF8.GetBytes(payload) };
}
