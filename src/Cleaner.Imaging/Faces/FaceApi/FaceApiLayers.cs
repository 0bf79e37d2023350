using Cleaner.Imaging.Onnx;

namespace Cleaner.Imaging.Faces.FaceApi;

/// <summary>The layers that face-api's networks are made of (https://github.com/vladmandic/face-api, src/common and src/ops), as operators of ONNX.</summary>
/// <param name="weights">Of the network.</param>
/// <param name="model">Where the operators go.</param>
internal sealed class FaceApiLayers(QuantizedWeights weights, OnnxModel model)
{
    /// <summary>As <see cref="Scaled"/>, by the mean that dlib takes (dlib/dnn/input.h, input_rgb_image).</summary>
    public string ScaledFace(string input) => Scaled(input, 122.782f, 117.001f, 104.298f);

    /// <summary>(x − mean) / 255 for grey levels x of red, green and blue.</summary>
    public string Scaled(string input, params float[] mean)
    {
        var centred = model.Node("Sub", [input, model.Weight([1, 3, 1, 1], mean)]);
        return model.Node("Mul", [centred, model.Weight([1], [1 / 255f])]);
    }

    /// <summary>A convolution with its bias.</summary>
    /// <param name="input">[B, in, H, W].</param>
    /// <param name="name">Of its weights: NAME/filters and NAME/bias.</param>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="side">Of the filters.</param>
    /// <param name="stride">Step.</param>
    /// <param name="pads">Rows and columns of zeros around: top, left, bottom, right.</param>
    public string Convolution(string input, string name, int inputs, int outputs, int side, int stride, params long[] pads) =>
        Convolution(input, weights.Filters($"{name}/filters", side, inputs, outputs), weights.Get($"{name}/bias", outputs), inputs, outputs, side, stride, pads);

    /// <summary>A convolution with these numbers. Other arguments as in the overload.</summary>
    /// <param name="input">[B, in, H, W].</param>
    /// <param name="filters">[out, in, side, side].</param>
    /// <param name="bias">[out].</param>
    public string Convolution(string input, float[] filters, float[] bias, int inputs, int outputs, int side, int stride, params long[] pads) =>
        model.Node("Conv", [input, model.Weight([outputs, inputs, side, side], filters), model.Weight([outputs], bias)],
            OnnxAttribute.Integers("kernel_shape", side, side), OnnxAttribute.Integers("strides", stride, stride), OnnxAttribute.Integers("pads", pads));

    /// <summary>A filter of 3 x 3 for each channel, then a mixture of the channels with its bias. Arguments as in <see cref="Convolution(string, string, int, int, int, int, long[])"/>.</summary>
    public string Separable(string input, string name, int inputs, int outputs, int stride, params long[] pads)
    {
        var each = model.Node("Conv", [input, model.Weight([inputs, 1, 3, 3], weights.Depthwise($"{name}/depthwise_filter", 3, inputs))],
            OnnxAttribute.Integers("kernel_shape", 3, 3), OnnxAttribute.Integers("strides", stride, stride), OnnxAttribute.Integers("pads", pads), OnnxAttribute.Integer("group", inputs));
        return Convolution(each, weights.Filters($"{name}/pointwise_filter", 1, inputs, outputs), weights.Get($"{name}/bias", outputs), inputs, outputs, 1, 1, 0, 0, 0, 0);
    }

    /// <summary>The largest of each window of side x side.</summary>
    public string MaxPool(string input, int side, int stride, params long[] pads) => model.Node("MaxPool", [input],
        OnnxAttribute.Integers("kernel_shape", side, side), OnnxAttribute.Integers("strides", stride, stride), OnnxAttribute.Integers("pads", pads));

    /// <summary>The mean of each window of side x side that lies within.</summary>
    public string AveragePool(string input, int side, int stride) => model.Node("AveragePool", [input],
        OnnxAttribute.Integers("kernel_shape", side, side), OnnxAttribute.Integers("strides", stride, stride));

    /// <summary>[B, in] times a matrix [in, out], plus a bias where there is one.</summary>
    public string Dense(string input, string matrix, string? bias, int inputs, int outputs)
    {
        var product = model.Node("MatMul", [input, model.Weight([inputs, outputs], weights.Get(matrix, inputs, outputs))]);
        return bias is null ? product : model.Node("Add", [product, model.Weight([outputs], weights.Get(bias, outputs))]);
    }
}
