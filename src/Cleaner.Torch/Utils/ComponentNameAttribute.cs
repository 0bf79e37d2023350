namespace TorchSharp.Utils;

/// <summary>The name of a module's field in its state, where it is not the field's own.</summary>
[AttributeUsage(AttributeTargets.Field)]
public class ComponentNameAttribute : Attribute
{
    public string Name { get; set; } = "";
}
