using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>A customer managed policy of IAM with its versions: an immutable value.</summary>
/// <param name="Arn">The ARN, which ends in the name.</param>
/// <param name="Versions">The existing versions, oldest first.</param>
/// <param name="DefaultVersion">The number of the version that applies.</param>
/// <param name="LastVersion">The highest number so far. IAM never uses a number again.</param>
internal sealed record SandboxManagedPolicy(
    string Arn, ImmutableArray<SandboxPolicyVersion> Versions, int DefaultVersion, int LastVersion)
{
    public string Name => Arn[(Arn.LastIndexOf('/') + 1)..];

    public string DefaultDocument => Versions.Single(version => version.Number == DefaultVersion).Document;

    public static SandboxManagedPolicy Create(string arn, string document, DateTimeOffset now) =>
        new(arn, [new SandboxPolicyVersion(1, string.Intern(document), now)], 1, 1);

    public SandboxManagedPolicy WithVersion(string document, bool isDefault, DateTimeOffset now)
    {
        var number = LastVersion + 1;
        return this with
        {
            // Thousands of accounts have the same document.
            Versions = Versions.Add(new SandboxPolicyVersion(number, string.Intern(document), now)),
            DefaultVersion = isDefault ? number : DefaultVersion,
            LastVersion = number,
        };
    }

    /// <summary>The policy as lines of text for a snapshot, with a hash of each document: it has 6 KB.</summary>
    public IEnumerable<string> Describe() => Versions.Select(version =>
        $"managed policy {Arn} {version.Id}{(version.Number == DefaultVersion ? ", default," : "")}"
        + $" document {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version.Document)))}");
}

/// <summary>A version of a managed policy.</summary>
internal sealed record SandboxPolicyVersion(int Number, string Document, DateTimeOffset CreatedAt)
{
    public string Id => string.Create(CultureInfo.InvariantCulture, $"v{Number}");
}
