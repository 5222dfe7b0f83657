using System.Collections.Immutable;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>A version of a secret with its staging labels.</summary>
internal sealed record SecretVersion(string Id, string Value, ImmutableSortedSet<string> Stages)
{
    /// <summary>True if the value is Base64 and returned as SecretBinary.</summary>
    public bool IsBinary { get; init; }

    /// <summary>Does not contain the value, so a log cannot reveal it.</summary>
    public override string ToString() => $"{Id} [{string.Join(',', Stages)}]";
}

/// <summary>A secret with its versions; the newest is last.</summary>
internal sealed record SandboxSecret(string Name, string Arn, ImmutableArray<SecretVersion> Versions)
{
    public const string Current = "AWSCURRENT";
    public const string Previous = "AWSPREVIOUS";
    public const string Pending = "AWSPENDING";

    /// <summary>The version that a rotation will create; null if no rotation was started.</summary>
    public string? RotationToken { get; init; }

    /// <summary>The labels of each version that has one. A rotation's version has its label before it has a value.</summary>
    public IEnumerable<(string Id, IEnumerable<string> Stages)> Labels()
    {
        var labels = Versions.Where(version => !version.Stages.IsEmpty)
            .Select(version => (version.Id, Stages: version.Stages.AsEnumerable()));
        return RotationToken is null || Versions.Any(version => version.Id == RotationToken)
            ? labels
            : labels.Append((RotationToken, [Pending]));
    }

    public SecretVersion? InStage(string stage) => Versions.LastOrDefault(version => version.Stages.Contains(stage));
}
