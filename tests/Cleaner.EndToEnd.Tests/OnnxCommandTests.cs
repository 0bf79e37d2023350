using System.Text;
using System.Text.Json;
using Cleaner.EndToEnd.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

/// <summary><c>cleaner export-onnx</c>. That ONNX Runtime gives the same embeddings is tested in Cleaner.Training.Tests.</summary>
[Collection(nameof(SmallDemo))]
public sealed class OnnxCommandTests(SmallDemo demo)
{
    [Fact]
    public void A_run_folder_and_its_model_file_give_the_same_file()
    {
        using var folder = demo.Copy();
        var line = Cli.Run(folder.Path, "export-onnx", "subcenter", "--out", "a.onnx").Expect(0).Output;
        Assert.Contains("a.onnx: small, input [batch, 3, 32, 32], embedding [batch, 128]", line);
        var json = Cli.Run(folder.Path, "export-onnx", "subcenter/model.safetensors", "--out", "b.onnx", "--json").Expect(0).Output;
        using var document = JsonDocument.Parse(json);
        var bytes = File.ReadAllBytes(folder.At("a.onnx"));
        Assert.Equal(bytes.Length, document.RootElement.GetProperty("bytes").GetInt64());
        Assert.True(bytes.AsSpan().SequenceEqual(File.ReadAllBytes(folder.At("b.onnx"))), "the files differ");
        Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes("BatchNormalization")) > 0, "no ONNX operators in it");
    }

    [Fact]
    public void What_is_no_model_is_one_line_and_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("notes.txt"), "no model, only a few words of text");
        foreach (var model in new[] { "notes.txt", "missing" })
        {
            var result = Cli.Run(folder.Path, "export-onnx", model, "--out", "x.onnx").Expect(1);
            Assert.Matches($"^cleaner: '{model}' [^\n]+\n$", result.Error);
            Assert.Equal(["notes.txt"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        }
    }
}
