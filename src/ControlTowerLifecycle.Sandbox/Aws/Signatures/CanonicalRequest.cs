using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace ControlTowerLifecycle.Sandbox.Aws.Signatures;

/// <summary>The canonical request of Signature Version 4.</summary>
internal static class CanonicalRequest
{
    /// <summary>
    /// Builds the canonical text of a received request from the raw target: a decoded path cannot be encoded back.
    /// </summary>
    public static string Create(HttpRequest request, ReadOnlySpan<byte> body, string[] signedHeaders)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        var text = new StringBuilder()
            .Append(request.Method).Append('\n')
            .Append(Path(target[0])).Append('\n')
            .Append(target.Length == 2 ? Query(target[1]) : "").Append('\n');
        foreach (var name in signedHeaders)
            text.Append(name).Append(':').Append(Value(request, name)).Append('\n');
        return text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(SigV4.Hash(body)).ToString();
    }

    /// <summary>Each segment is URI-encoded a second time, except for S3.</summary>
    private static string Path(string raw) => string.Join('/', raw.Split('/').Select(Uri.EscapeDataString));

    private static string Query(string raw) => string.Join('&', raw
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : $"{pair}=")
        .Order(StringComparer.Ordinal));

    private static string Value(HttpRequest request, string name) =>
        string.Join(',', request.Headers[name].Select(value => WithSingleBlanks(value ?? "")));

    private static string WithSingleBlanks(string value) =>
        string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
