using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Cleaner.Torch.Tests;

/// <summary>
/// Prints public and protected members in the form of torchsharp-api.txt: "namespace | type | C# signature". The question mark of a
/// nullable reference is left out on both sides: it does not change what compiles, and half of TorchSharp's files have none.
/// </summary>
internal static partial class ApiPrinter
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static IEnumerable<string> Print(Assembly assembly) => assembly.GetTypes()
        .Where(type => type.Namespace is "TorchSharp" or "TorchSharp.Modules" or "TorchSharp.Utils")
        .Where(type => IsVisible(type))
        .SelectMany(Print);

    /// <summary>A line of the list in the printer's form.</summary>
    public static string Normalise(string line)
    {
        line = ReferenceMark().Replace(line, "");
        // Of a type's own line its kind and name count: interfaces and base classes show in what compiles against it.
        var type = TypeLine().Match(line);
        return type.Success ? $"{type.Groups[1].Value}TYPE {type.Groups[2].Value} {type.Groups[3].Value}" : line.Replace("  [Obsolete]", "");
    }

    private static IEnumerable<string> Print(Type type)
    {
        var start = $"{type.Namespace} | {NameOf(type)} | ";
        yield return $"{start}TYPE {KindOf(type)} {NameOf(type)}";
        if (type.IsEnum)
        {
            foreach (var name in Enum.GetNames(type))
                yield return $"{start}{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}";
            yield break;
        }
        if (type.IsSubclassOf(typeof(Delegate)))
            yield break;
        foreach (var field in type.GetFields(Declared).Where(IsVisible))
            yield return start + Modifiers(field) + TypeOf(field.FieldType, field) + " " + Escape(field.Name);
        foreach (var constructor in type.GetConstructors(Declared).Where(IsVisible))
            yield return $"{start}{Modifiers(constructor)}{SimpleName(type)}({Parameters(constructor.GetParameters())})";
        foreach (var property in type.GetProperties(Declared).Where(IsVisible))
            yield return start + Signature(property);
        foreach (var method in type.GetMethods(Declared).Where(IsVisible).Where(method => !method.IsSpecialName || method.Name.StartsWith("op_")))
        {
            if (method.Name != "Finalize" && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
                yield return start + Signature(method);
        }
    }

    private static string Signature(PropertyInfo property)
    {
        var accessor = (property.GetMethod ?? property.SetMethod)!;
        var access = Access(accessor);
        var indices = property.GetIndexParameters();
        var name = indices.Length > 0 ? $"this[{Parameters(indices)}]" : Escape(property.Name);
        var text = new StringBuilder($"{Modifiers(accessor)}{TypeOf(property.PropertyType, property)} {name} {{ ");
        if (property.GetMethod is { } get && (IsVisible(get) || get.IsAssembly))
            text.Append("get; ");
        if (property.SetMethod is { } set)
            text.Append(Access(set) == access ? "set; " : $"{Access(set)} set; ");
        return text.Append('}').ToString();
    }

    private static string Signature(MethodInfo method)
    {
        var parameters = Parameters(method.GetParameters());
        if (method.IsDefined(typeof(ExtensionAttribute)))
            parameters = "this " + parameters;
        var result = TypeOf(method.ReturnType, method.ReturnParameter);
        if (method.Name is "op_Implicit" or "op_Explicit")
            return $"public static {(method.Name == "op_Implicit" ? "implicit" : "explicit")} operator {result}({parameters})";
        if (method.Name.StartsWith("op_"))
            return $"public static {result} operator {Operators.GetValueOrDefault(method.Name, method.Name)}({parameters})";
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        return $"{Modifiers(method)}{result} {Escape(method.Name)}{generic}({parameters}){Constraints(method)}";
    }

    private static string Constraints(MethodInfo method)
    {
        if (!method.IsGenericMethodDefinition)
            return "";
        var text = new StringBuilder();
        foreach (var argument in method.GetGenericArguments())
        {
            var parts = new List<string>();
            var attributes = argument.GenericParameterAttributes;
            if (argument.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsUnmanagedAttribute"))
                parts.Add("unmanaged");
            else if (attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
                parts.Add("struct");
            parts.AddRange(argument.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(c => TypeOf(c, null)));
            if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint)
                && !attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            {
                parts.Add("new()");
            }
            if (parts.Count > 0)
                text.Append($" where {argument.Name} : {string.Join(", ", parts)}");
        }
        return text.ToString();
    }

    private static string Parameters(IEnumerable<ParameterInfo> parameters) => string.Join(", ", parameters.Select(parameter =>
    {
        var start = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "";
        if (parameter.IsDefined(typeof(ParamArrayAttribute)))
            start = "params ";
        return $"{start}{TypeOf(parameter.ParameterType, parameter)} {Escape(parameter.Name!)}{Default(parameter)}";
    }));

    private static string Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue)
            return "";
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var value = parameter.RawDefaultValue;
        if (value is null)
            return parameter.ParameterType.IsValueType && type == parameter.ParameterType ? $" = default({TypeOf(type, null)})" : " = null";
        if (type.IsEnum)
            return $" = {NameOf(type)}.{Enum.ToObject(type, value)}";
        return value switch
        {
            bool flag => flag ? " = true" : " = false",
            string text => $" = \"{text}\"",
            IFormattable number => " = " + number.ToString(null, CultureInfo.InvariantCulture),
            _ => " = ?",
        };
    }

    private static string Escape(string name) => Keywords.Contains(name) ? "@" + name : name;

    [GeneratedRegex(@"(?<!\b(?:long|int|double|float|bool|byte|short|sbyte|torch\.ScalarType|Padding)|\))\?")]
    private static partial Regex ReferenceMark();

    [GeneratedRegex(@"^(\S+ \| .+? \| )TYPE .*?\b(class|struct|enum|interface) (.+?)( : .*)?$")]
    private static partial Regex TypeLine();
}
