using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>The versions of one secret of the sandbox, which enforces the rules of Secrets Manager.</summary>
internal sealed class SandboxSecretVersions : ISecretVersions
{
    private const string Name = "key";
    private readonly SandboxSecrets _secrets = new("eu-west-1", "111122223333");

    public SandboxSecretVersions(string text) => _secrets.Create(Name, text);

    public string Text => _secrets.Value(Name);

    /// <summary>The calls that write, in order.</summary>
    public List<string> Writes { get; } = [];

    /// <summary>Runs before a call, which has this name.</summary>
    public Action<string> OnCall { get; set; } = static _ => { };

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Labels => _secrets.Find(Name)!.Labels()
        .ToDictionary(version => version.Id, version => (IReadOnlyList<string>)[.. version.Stages], StringComparer.Ordinal);

    public void Put(string text) => _secrets.Put(Name, text, null, [SandboxSecret.Current]);

    public void StartRotation(string token) => _secrets.StartRotation(Name, token);

    /// <summary>A rotation that is complete: AWSPENDING stays on the current version.</summary>
    public void Rotate(string token, string text)
    {
        StartRotation(token);
        _secrets.Put(Name, text, token, [SandboxSecret.Pending]);
        _secrets.MoveStage(Name, SandboxSecret.Current, _secrets.Find(Name)!.InStage(SandboxSecret.Current)!.Id, token);
    }

    /// <summary>What the last write does, without its response.</summary>
    public void MakeKeptVersionCurrent() => _secrets.MoveStage(
        Name,
        SandboxSecret.Current,
        _secrets.Find(Name)!.InStage(SandboxSecret.Current)!.Id,
        _secrets.Find(Name)!.InStage(SecretStages.Kept)!.Id);

    public Task<string?> FindAsync(string stage, string? versionId, CancellationToken cancellationToken)
    {
        OnCall(nameof(FindAsync));
        var version = _secrets.Find(Name)!.InStage(stage);
        return Task.FromResult(versionId is null || version?.Id == versionId ? version?.Value : null);
    }

    public Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> DescribeAsync(CancellationToken cancellationToken)
    {
        OnCall(nameof(DescribeAsync));
        return Task.FromResult(Labels);
    }

    public Task AddAsync(string versionId, string secret, string stage, CancellationToken cancellationToken) =>
        Write($"add {stage}", () => _secrets.Put(Name, secret, versionId, [stage]));

    public Task MoveAsync(string stage, string? fromVersion, string? toVersion, CancellationToken cancellationToken) =>
        Write(toVersion is null ? $"remove {stage}" : $"move {stage}", () => _secrets.MoveStage(Name, stage, fromVersion, toVersion));

    private Task Write(string call, Action write)
    {
        OnCall(call);
        Writes.Add(call);
        try
        {
            write();
        }
        catch (AwsErrorException refused)
        {
            throw WorkloadSecurityFailure.NeedsOperator(call, refused.Message, "");
        }

        return Task.CompletedTask;
    }
}
