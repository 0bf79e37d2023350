namespace Cleaner.Training.Onnx;

/// <summary>Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) that several files need.</summary>
internal static class OnnxFields
{
    /// <summary>GraphProto.node.</summary>
    public const int GraphNode = 1;

    /// <summary>GraphProto.initializer.</summary>
    public const int GraphInitializer = 5;

    /// <summary>TensorProto.DataType.FLOAT.</summary>
    public const int Float32 = 1;
}
