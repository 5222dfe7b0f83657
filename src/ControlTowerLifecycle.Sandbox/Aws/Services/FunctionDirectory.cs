using System.Collections.Concurrent;
using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>The functions that the Lambda service can invoke.</summary>
internal sealed class FunctionDirectory
{
    private readonly ConcurrentDictionary<string, LambdaFunction> _functions = new(StringComparer.Ordinal);

    private readonly ConcurrentBag<IMapping> _mappings = [];

    public IReadOnlyCollection<IMapping> Mappings => _mappings;

    public void Add(IMapping mapping) => _mappings.Add(mapping);

    public void Add(LambdaFunction function)
    {
        if (!_functions.TryAdd(function.Name, function))
            throw new ArgumentException($"The function {function.Name} already exists.", nameof(function));
    }

    public LambdaFunction? ByName(string name) => _functions.GetValueOrDefault(name);
}
