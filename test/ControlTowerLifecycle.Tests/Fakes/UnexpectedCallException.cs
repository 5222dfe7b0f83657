namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>A fake was asked for something that the test did not set up.</summary>
internal sealed class UnexpectedCallException(string call) : Exception($"The test did not expect: {call}");
