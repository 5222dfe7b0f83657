using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// A DynamoDB table whose key is one text. What has expired stays: DynamoDB removes it within days only.
/// </summary>
internal sealed class SandboxTable(string name, string arn, string keyName)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _items = new(StringComparer.Ordinal);

    public string Name => name;

    public string Arn => arn;

    public string KeyName => keyName;

    /// <summary>Copies of all items, by their keys.</summary>
    public IReadOnlyDictionary<string, JsonObject> Items
    {
        get
        {
            lock (_gate)
                return _items.ToDictionary(
                    pair => pair.Key, pair => pair.Value.DeepClone().AsObject(), StringComparer.Ordinal);
        }
    }

    /// <summary>Puts an item where the condition holds for the one that is there, or for none.</summary>
    /// <returns>Whether it held.</returns>
    public bool Put(string key, JsonObject item, Func<JsonObject?, bool> condition)
    {
        lock (_gate)
        {
            if (!condition(_items.GetValueOrDefault(key)))
                return false;
            _items[key] = item.DeepClone().AsObject();
            return true;
        }
    }
}
