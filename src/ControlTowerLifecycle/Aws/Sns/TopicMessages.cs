using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ControlTowerLifecycle.Aws.Sns;

/// <summary>One text for each protocol of a subscription (<c>MessageStructure</c> <c>json</c> of Publish).</summary>
/// <param name="other">For every other protocol.</param>
internal sealed class TopicMessages(string other)
{
    private const string Default = "default";

    private readonly SortedDictionary<string, string> _byProtocol = new(StringComparer.Ordinal) { [Default] = other };

    /// <param name="protocol">A protocol, for example <c>https</c>.</param>
    public string this[string protocol]
    {
        set => _byProtocol.Add(protocol, value);
    }

    /// <summary>JSON without escapes that are not needed: each character counts.</summary>
    public override string ToString()
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var (protocol, message) in _byProtocol)
                json.WriteString(protocol, message);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(body.WrittenSpan);
    }
}
