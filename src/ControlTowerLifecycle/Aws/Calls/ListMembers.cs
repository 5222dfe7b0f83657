using System.Text.Json;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>The serializer checks nullable annotations, but not those of the members of a list.</summary>
internal static class ListMembers
{
    /// <exception cref="JsonException">A member of the list is null.</exception>
    public static void RequireNonNull<T>(IReadOnlyList<T>? list)
    {
        if (list is not null && list.Contains(default))
            throw new JsonException("A member of a list is null.");
    }
}
