using System.Text.Json;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>The one rule of nullable annotations that the serializer does not check.</summary>
internal static class WholeList
{
    /// <exception cref="JsonException">A member of the list is null.</exception>
    public static void Check<T>(IReadOnlyList<T>? list)
    {
        if (list is not null && list.Contains(default))
            throw new JsonException("A member of a list is null.");
    }
}
