namespace Cleaner.Imaging.Onnx;

/// <summary>AttributeProto: name 1, f 2, i 3, ints 8, type 20.</summary>
/// <param name="Write">Fills the message.</param>
public readonly record struct OnnxAttribute(Action<ProtoWriter> Write)
{
    private const int FloatType = 1, IntegerType = 2, IntegersType = 7;

    public static OnnxAttribute Float(string name, float value) => new(w => w.Text(1, name).Float(2, value).Integer(20, FloatType));

    public static OnnxAttribute Integer(string name, long value) => new(w => w.Text(1, name).Integer(3, value).Integer(20, IntegerType));

    public static OnnxAttribute Integers(string name, params long[] values) => new(w =>
    {
        w.Text(1, name);
        foreach (var value in values)
            w.Integer(8, value);
        w.Integer(20, IntegersType);
    });
}
