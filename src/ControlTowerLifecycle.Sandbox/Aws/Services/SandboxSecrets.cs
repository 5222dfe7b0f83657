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

/// <summary>The secrets of the management account.</summary>
internal sealed class SandboxSecrets(string region, string accountId)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SandboxSecret> _secrets = new(StringComparer.Ordinal);

    /// <returns>The ARN. As at AWS, it ends in six characters that are not part of the name.</returns>
    public string Create(string name, string value)
    {
        var arn = $"arn:aws:secretsmanager:{region}:{accountId}:secret:{name}-{AwsNames.Unique("secret", name, 6)}";
        lock (_gate)
            _secrets.Add(name, new SandboxSecret(name, arn, []));
        Put(name, value, VersionId(name, 1), [SandboxSecret.Current]);
        return arn;
    }

    /// <summary>Creates a secret with a binary value.</summary>
    /// <inheritdoc cref="Create"/>
    public string CreateBinary(string name, byte[] value)
    {
        var arn = Create(name, Convert.ToBase64String(value));
        lock (_gate)
        {
            var secret = _secrets[name];
            var versions = secret.Versions.Select(version => version with { IsBinary = true });
            _secrets[name] = secret with { Versions = [.. versions] };
        }

        return arn;
    }

    /// <summary>Finds a secret by name or ARN; null if there is none.</summary>
    public SandboxSecret? Find(string nameOrArn)
    {
        lock (_gate)
        {
            return _secrets.GetValueOrDefault(nameOrArn)
                ?? _secrets.Values.FirstOrDefault(
                    secret => string.Equals(secret.Arn, nameOrArn, StringComparison.Ordinal));
        }
    }

    /// <summary>The value of the current version.</summary>
    public string Value(string nameOrArn) => Find(nameOrArn)?.InStage(SandboxSecret.Current)?.Value
        ?? throw new ArgumentException($"There is no secret {nameOrArn}.", nameof(nameOrArn));

    /// <summary>Adds a version. If a version with that id and value exists, nothing changes.</summary>
    /// <exception cref="AwsErrorException">A version with that id exists and has another value.</exception>
    public SecretVersion Put(string name, string value, string? versionId, ImmutableSortedSet<string> stages)
    {
        lock (_gate)
        {
            var secret = _secrets[name];
            versionId ??= VersionId(name, secret.Versions.Length + 1);
            if (secret.Versions.FirstOrDefault(version => version.Id == versionId) is { } existing)
            {
                return existing.Value == value
                    ? existing
                    : throw new AwsErrorException(
                        "ResourceExistsException", $"You can't modify the version {versionId} that exists.");
            }

            var added = new SecretVersion(versionId, value, stages);
            var others = secret.Versions.Select(version => WithoutStages(version, stages));
            _secrets[name] = secret with { Versions = [.. others, added] };
            return added;
        }
    }

    /// <summary>
    /// Announces the version of a rotation: it has the label AWSPENDING, and no value yet if the rotation is new.
    /// </summary>
    public void StartRotation(string name, string token)
    {
        lock (_gate)
        {
            var secret = _secrets[name];
            _secrets[name] = secret with
            {
                RotationToken = token,
                Versions =
                [
                    .. secret.Versions.Select(version => version.Id == token
                        ? version with { Stages = version.Stages.Add(SandboxSecret.Pending) }
                        : WithoutStages(version, [SandboxSecret.Pending])),
                ],
            };
        }
    }

    /// <summary>Moves a label from one version to another.</summary>
    /// <exception cref="AwsErrorException">The label is not on the version, or the version has no value.</exception>
    public void MoveStage(string name, string stage, string? from, string to)
    {
        lock (_gate)
        {
            var secret = _secrets[name];
            if (secret.InStage(stage) is { } holder && holder.Id != from)
            {
                throw new AwsErrorException(
                    "InvalidParameterException", $"The parameter RemoveFromVersionId can't be empty. Staging label {stage} is "
                    + $"currently attached to version {holder.Id}, so you must explicitly reference that version.");
            }

            var target = secret.Versions.FirstOrDefault(version => version.Id == to)
                ?? throw new AwsErrorException("ResourceNotFoundException", $"There is no version {to}.");
            _secrets[name] = secret with
            {
                Versions =
                [
                    .. secret.Versions.Select(version => version.Id == to
                        ? target with { Stages = target.Stages.Add(stage) }
                        : WithoutStages(version, [stage])),
                ],
            };
        }
    }

    /// <summary>The secrets as lines of text for a snapshot. A line has the version, never the value.</summary>
    public IEnumerable<string> Describe()
    {
        lock (_gate)
        {
            return
            [
                .. from secret in _secrets.Values
                   from version in secret.Versions
                   select $"secret {secret.Name}: version {version}",
            ];
        }
    }

    /// <summary>A stage belongs to one version at a time. The former current version becomes the previous
    /// one.</summary>
    private static SecretVersion WithoutStages(SecretVersion version, ImmutableSortedSet<string> taken)
    {
        var stages = version.Stages.Except(taken);
        if (taken.Contains(SandboxSecret.Current))
        {
            stages = stages.Remove(SandboxSecret.Previous);
            if (version.Stages.Contains(SandboxSecret.Current))
                stages = stages.Add(SandboxSecret.Previous);
        }

        return version with { Stages = stages };
    }

    private static string VersionId(string name, int number) =>
        AwsNames.Unique("version", $"{name}/{number}", 32).ToLowerInvariant();
}
