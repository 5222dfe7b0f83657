namespace ControlTowerLifecycle.VendorTemplate;

/// <summary>The file is not a template that can be compared. The message is for the user.</summary>
internal sealed class TemplateException(string message) : Exception(message);
