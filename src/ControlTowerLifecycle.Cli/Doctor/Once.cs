namespace ControlTowerLifecycle.Cli.Doctor;

/// <summary>What several checks need is read once, also if it fails.</summary>
/// <param name="read">Reads it.</param>
/// <param name="end">Ends the read.</param>
internal sealed class Once<T>(Func<CancellationToken, Task<T>> read, CancellationToken end)
{
    private readonly Lazy<Task<T>> _value = new(() => read(end));

    public Task<T> GetAsync(CancellationToken cancellationToken) => _value.Value.WaitAsync(cancellationToken);
}
