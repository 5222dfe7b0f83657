using System.Collections.Immutable;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>The secrets of the management account.</summary>
internal sealed class SandboxSecrets(string region, string accountId)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SandboxSecret> _secrets = new(StringComparer.Ordinal);

    /// <summary>Starts the rotation of a secret with a token; false if it has no rotation function.</summary>
    public Func<string, string, bool>? Rotator { get; set; }

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
    /// <exception cref="AwsErrorException">AWSPENDING is on a version of another rotation that is not current.</exception>
    public void StartRotation(string name, string token)
    {
        lock (_gate)
        {
            var secret = _secrets[name];
            if (secret.Labels().Any(version => version.Id != token
                && version.Stages.Contains(SandboxSecret.Pending, StringComparer.Ordinal)
                && !version.Stages.Contains(SandboxSecret.Current, StringComparer.Ordinal)))
            {
                throw new AwsErrorException(
                    "InvalidRequestException", "A previous rotation isn't complete. That rotation will be reattempted.");
            }

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

    /// <summary>Ends a rotation that failed: the labels are as if it had not been started.</summary>
    public void CancelRotation(string name)
    {
        lock (_gate)
        {
            var secret = _secrets[name];
            _secrets[name] = secret with
            {
                RotationToken = null,
                Versions = [.. secret.Versions.Select(version => WithoutStages(version, [SandboxSecret.Pending]))],
            };
        }
    }

    /// <summary>Moves a label from one version to another, adds it, or removes it.</summary>
    /// <exception cref="AwsErrorException">Another version has the label, or a version does not exist or has no value.</exception>
    public void MoveStage(string name, string stage, string? from, string? to)
    {
        lock (_gate)
        {
            var secret = _secrets[name];
            CheckMove(secret, stage, from, to);
            _secrets[name] = secret with
            {
                Versions =
                [
                    .. secret.Versions.Select(version => version.Id == to
                        ? version with { Stages = version.Stages.Add(stage) }
                        : WithoutStages(version, [stage])),
                ],
            };
        }
    }

    private static void CheckMove(SandboxSecret secret, string stage, string? from, string? to)
    {
        var holder = secret.InStage(stage);
        if (from is not null && holder?.Id != from)
        {
            throw new AwsErrorException(
                "InvalidParameterException", $"The parameter RemoveFromVersionId is invalid: version {from} does not have "
                + $"the staging label {stage}.");
        }

        if (from is null && holder is not null && holder.Id != to)
        {
            throw new AwsErrorException(
                "InvalidParameterException", $"The parameter RemoveFromVersionId can't be empty. Staging label {stage} is "
                + $"currently attached to version {holder.Id}, so you must explicitly reference that version.");
        }

        if (to is null && stage == SandboxSecret.Current)
            throw new AwsErrorException("InvalidParameterException", "You can only move AWSCURRENT to another version.");
        if (to is not null && secret.Versions.All(version => version.Id != to))
            throw new AwsErrorException("ResourceNotFoundException", $"There is no version {to}.");
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
