using System.Reflection;
using System.Runtime.CompilerServices;

namespace Cleaner.Torch.Tests;

/// <summary>Names of types, and modifiers.</summary>
internal static partial class ApiPrinter
{
    private static readonly Dictionary<Type, string> Aliases = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(string)] = "string", [typeof(object)] = "object", [typeof(nint)] = "nint",
        [typeof(char)] = "char", [typeof(decimal)] = "decimal",
    };

    private static readonly HashSet<string> Keywords =
        ["bool", "byte", "char", "short", "int", "long", "float", "double", "out", "in", "ref", "params", "object", "string", "base", "this"];

    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Addition"] = "+", ["op_Subtraction"] = "-", ["op_UnaryNegation"] = "-", ["op_Multiply"] = "*", ["op_Division"] = "/",
        ["op_Modulus"] = "%", ["op_BitwiseAnd"] = "&", ["op_BitwiseOr"] = "|", ["op_ExclusiveOr"] = "^", ["op_OnesComplement"] = "~",
        ["op_Equality"] = "==", ["op_Inequality"] = "!=", ["op_LessThan"] = "<", ["op_LessThanOrEqual"] = "<=", ["op_GreaterThan"] = ">",
        ["op_GreaterThanOrEqual"] = ">=", ["op_LeftShift"] = "<<", ["op_RightShift"] = ">>",
    };

    private static bool IsVisible(Type type) => type.IsNested
        ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)
        : type.IsPublic;

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsVisible(MethodBase method) => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
        && !(method.IsStatic && method.IsConstructor);

    private static bool IsVisible(PropertyInfo property) =>
        (property.GetMethod is { } get && IsVisible(get)) || (property.SetMethod is { } set && IsVisible(set));

    private static string KindOf(Type type) => type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";

    private static string Access(MethodBase method) => method.IsPublic ? "public"
        : method.IsFamilyOrAssembly ? "protected internal"
        : method.IsFamily ? "protected"
        : method.IsAssembly ? "internal"
        : "private";

    private static string Modifiers(MethodBase method)
    {
        if (method.DeclaringType!.IsInterface)
            return method.IsAbstract ? "" : "public ";
        var text = Access(method) + " ";
        if (method.IsStatic)
            return text + (method.IsConstructor ? "" : "static ");
        if (method.IsAbstract)
            return text + (IsNew(method) ? "abstract " : "abstract override ");
        if (method.IsVirtual && !IsNew(method))
            return text + (method.IsFinal ? "sealed override " : "override ");
        return method.IsVirtual && !method.IsFinal ? text + "virtual " : text;
    }

    private static bool IsNew(MethodBase method) => method is not MethodInfo info || info.GetBaseDefinition() == info;

    private static string Modifiers(FieldInfo field) =>
        (field.IsPublic ? "public " : field.IsFamilyOrAssembly ? "protected internal " : "protected ")
        + (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");

    private static string SimpleName(Type type) => type.Name.Split('`')[0];

    /// <summary>The name with the types around it and its type arguments, without the namespace.</summary>
    private static string NameOf(Type type)
    {
        var all = type.GetGenericArguments().Select(argument => TypeOf(argument, null)).ToArray();
        return NameOf(type, all);
    }

    private static string NameOf(Type type, string[] arguments)
    {
        var outer = type.DeclaringType is { } declaring && !type.IsGenericParameter
            ? NameOf(declaring, arguments[..declaring.GetGenericArguments().Length]) + "."
            : "";
        var own = arguments[(type.DeclaringType?.GetGenericArguments().Length ?? 0)..];
        return outer + SimpleName(type) + (own.Length > 0 ? $"<{string.Join(", ", own)}>" : "");
    }

    private static string TypeOf(Type type, ICustomAttributeProvider? source)
    {
        var names = source?.GetCustomAttributes(typeof(TupleElementNamesAttribute), false)
            .Cast<TupleElementNamesAttribute>().FirstOrDefault()?.TransformNames;
        var at = 0;
        return Format(type, names, ref at);
    }

    private static string Format(Type type, IList<string?>? names, ref int at)
    {
        if (type.IsByRef)
            return Format(type.GetElementType()!, names, ref at);
        if (type.IsPointer)
            return Format(type.GetElementType()!, names, ref at) + "*";
        if (type.IsArray)
            return Format(type.GetElementType()!, names, ref at) + $"[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Format(underlying, names, ref at) + "?";
        if (Aliases.TryGetValue(type, out var alias))
            return alias;
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsGenericType && type.FullName?.StartsWith("System.ValueTuple`") != false && type.Name.StartsWith("ValueTuple`"))
        {
            // The names of a tuple's own elements come first in the attribute, then those of tuples within.
            var elements = type.GetGenericArguments();
            var own = Enumerable.Range(at, elements.Length).Select(i => names is not null && i < names.Count ? names[i] : null).ToArray();
            at += elements.Length;
            var parts = new List<string>();
            for (var i = 0; i < elements.Length; i++)
                parts.Add(Format(elements[i], names, ref at) + (own[i] is { } name ? " " + Escape(name) : ""));
            return $"({string.Join(", ", parts)})";
        }
        var arguments = new List<string>();
        foreach (var argument in type.GetGenericArguments())
            arguments.Add(Format(argument, names, ref at));
        return NameOf(type, arguments.ToArray());
    }
}
