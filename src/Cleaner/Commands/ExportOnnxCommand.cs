using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Imaging.Onnx;
using Cleaner.Training.Checkpoints;
using Cleaner.Training.Onnx;

namespace Cleaner.Commands;

/// <summary><c>cleaner export-onnx</c>: a trained network as an ONNX file.</summary>
internal static class ExportOnnxCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "Run folder of a training, or its model.safetensors." };
        var output = new Option<string>("--out") { Description = "The ONNX file; replaced when it exists.", Required = true };
        var unitLength = new Option<bool>("--unit-length") { Description = "Scale embeddings to length 1. Default: as the network gives them, like insightface's models." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("export-onnx",
            "Writes a trained network as ONNX (opset 13): RGB images, float [batch, 3, H, W], (x - 127.5) / 127.5, to embeddings [batch, D].")
        { model, output, unitLength, json };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            var path = context.Get(output);
            using var backbone = ModelFile.Load(context.Get(model));
            OnnxFile.Write(path, backbone, context.Get(unitLength));
            var (bytes, size) = (new FileInfo(path).Length, backbone.Input.ToString());
            if (context.Get(json))
                context.Ui.Json(new { Path = path, backbone.Architecture, InputSize = size, EmbeddingDim = backbone.Dim, Bytes = bytes, OnnxMessages.Opset });
            else
                context.Ui.Line($"{path}: {backbone.Architecture}, input [batch, 3, {backbone.Input.Height}, {backbone.Input.Width}], embedding [batch, {backbone.Dim}], {bytes / 1e6:0.0} MB");
            return 0;
        }));
        return command;
    }
}
