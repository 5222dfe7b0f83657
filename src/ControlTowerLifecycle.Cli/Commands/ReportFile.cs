using System.Text;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>Writes a file as a whole or not at all.</summary>
internal static class ReportFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <exception cref="ToolException">The file cannot be written.</exception>
    public static async Task WriteAsync(CommandRun run, string path, string text, CancellationToken cancellationToken)
    {
        run.Screen.EndProgress();
        if (path == "-")
        {
            await run.Context.Output.Writer.WriteAsync(text);
            return;
        }

        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllTextAsync(unfinished, text, Utf8, cancellationToken);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ToolException($"{path} cannot be written: {refused.Message}", "Name a file in a folder that you may write to.");
        }
        finally
        {
            Delete(unfinished);
        }
    }

    private static void Delete(string path)
    {
        if (File.Exists(path))
            File.Delete(path);
    }
}
