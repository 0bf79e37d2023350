namespace Cleaner.Imaging.Onnx;

/// <summary>Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) that several files need.</summary>
public static class OnnxFields
{
    /// <summary>ModelProto.graph.</summary>
    public const int ModelGraph = 7;

    /// <summary>GraphProto.node.</summary>
    public const int GraphNode = 1;

    /// <summary>GraphProto.name.</summary>
    public const int GraphName = 2;

    /// <summary>GraphProto.initializer.</summary>
    public const int GraphInitializer = 5;

    /// <summary>GraphProto.input.</summary>
    public const int GraphInput = 11;

    /// <summary>GraphProto.output.</summary>
    public const int GraphOutput = 12;

    /// <summary>TensorProto.DataType.FLOAT.</summary>
    public const int Float32 = 1;

    /// <summary>TensorProto.DataType.INT64.</summary>
    public const int Int64 = 7;
}
