using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// A DynamoDB table with one string key. Expired items stay, because DynamoDB may delete them days later.
/// </summary>
internal sealed class SandboxTable(string name, string arn, string keyName)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _items = new(StringComparer.Ordinal);

    public string Name => name;

    public string Arn => arn;

    public string KeyName => keyName;

    /// <summary>Copies of all items by key.</summary>
    public IReadOnlyDictionary<string, JsonObject> Items
    {
        get
        {
            lock (_gate)
                return _items.ToDictionary(
                    pair => pair.Key, pair => pair.Value.DeepClone().AsObject(), StringComparer.Ordinal);
        }
    }

    /// <summary>A copy of the item, or null if there is none.</summary>
    public JsonObject? Find(string key)
    {
        lock (_gate)
            return _items.GetValueOrDefault(key)?.DeepClone().AsObject();
    }

    /// <summary>Replaces the item if the condition holds for the stored item, which is null if there is none.</summary>
    /// <returns>True if the condition held.</returns>
    public bool Put(string key, JsonObject item, Func<JsonObject?, bool> condition) =>
        Update(key, condition, _ => item.DeepClone().AsObject());

    /// <summary>Changes the item if the condition holds for the stored item, which is null if there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="change">Returns the item to store, from a copy of the stored one.</param>
    /// <returns>True if the condition held.</returns>
    public bool Update(string key, Func<JsonObject?, bool> condition, Func<JsonObject?, JsonObject> change)
    {
        lock (_gate)
        {
            var stored = _items.GetValueOrDefault(key);
            if (!condition(stored))
                return false;
            _items[key] = change(stored?.DeepClone().AsObject());
            return true;
        }
    }
}
