namespace ControlTowerLifecycle.Tests.Sandbox.Play;

/// <summary>Records text and cancels as soon as the text contains a word. The writer does not wait for the
/// callbacks.</summary>
internal sealed class CancelingWriter(string word, CancellationTokenSource cancellation) : StringWriter
{
    public override void Write(char value)
    {
        base.Write(value);
        CancelIfComplete();
    }

    public override void Write(string? value)
    {
        base.Write(value);
        CancelIfComplete();
    }

    private void CancelIfComplete()
    {
        if (ToString().Contains(word, StringComparison.Ordinal))
            _ = cancellation.CancelAsync();
    }
}
