using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace ControlTowerLifecycle.Tests.Architecture;

/// <summary>Every type that a compiled type refers to: in its declarations, and in the code of its methods.</summary>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    public static HashSet<Type> Of(Type type)
    {
        var methods = type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared));
        IEnumerable<Type?> declared =
        [
            type.BaseType,
            .. type.GetInterfaces(),
            .. type.GetFields(Declared).Select(field => field.FieldType),
            .. type.GetCustomAttributesData().Select(attribute => attribute.AttributeType),
        ];
        return [.. declared.Concat(methods.SelectMany(Of)).OfType<Type>().SelectMany(Parts)];
    }

    private static IEnumerable<Type?> Of(MethodBase method)
    {
        var body = method.GetMethodBody();
        return
        [
            (method as MethodInfo)?.ReturnType,
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. body?.LocalVariables.Select(local => local.LocalType) ?? [],
            .. body?.ExceptionHandlingClauses.Select(Caught) ?? [],
            .. body?.GetILAsByteArray() is { } code ? Of(method, code) : [],
        ];
    }

    private static Type? Caught(ExceptionHandlingClause clause) =>
        clause.Flags == ExceptionHandlingClauseOptions.Clause ? clause.CatchType : null;

    private static List<Type?> Of(MethodBase method, byte[] code)
    {
        List<Type?> types = [];
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? 0xFE00 | code[at + 1] : code[at];
            at += value > 0xFF ? 2 : 1;
            var operand = code.AsSpan(at);
            var opCode = OpCodesByValue[value];
            at += Length(opCode.OperandType, operand);
            if (opCode.OperandType is OperandType.InlineMethod or OperandType.InlineField
                or OperandType.InlineType or OperandType.InlineTok)
            {
                types.AddRange(Of(Resolve(method, BinaryPrimitives.ReadInt32LittleEndian(operand))));
            }
        }

        return types;
    }

    private static IEnumerable<Type?> Of(MemberInfo? member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType, field.FieldType],
        MethodInfo called => [called.DeclaringType, called.ReturnType, .. Parameters(called), .. called.GetGenericArguments()],
        ConstructorInfo called => [called.DeclaringType, .. Parameters(called)],
        _ => [],
    };

    private static IEnumerable<Type> Parameters(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType);

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType?.GetGenericArguments(),
        method.IsGenericMethod ? method.GetGenericArguments() : null);

    private static int Length(OperandType type, ReadOnlySpan<byte> operand) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(operand)),
        _ => 4,
    };

    /// <summary>The type, what it is an array or a reference of, and its generic arguments.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
    [
        type,
        .. type.GetElementType() is { } element ? Parts(element) : [],
        .. type.IsGenericType ? type.GetGenericArguments().Where(argument => !argument.IsGenericParameter).SelectMany(Parts) : [],
    ];
}
