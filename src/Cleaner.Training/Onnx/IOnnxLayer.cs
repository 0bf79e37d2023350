namespace Cleaner.Training.Onnx;

/// <summary>A module that is made of other layers and says how, so that what <c>forward</c> computes and what is exported stand side by side.</summary>
public interface IOnnxLayer
{
    /// <summary>Adds the nodes of this module in evaluation mode: without dropout, batch norms with their running statistics.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="input">Name of the value that the module works on.</param>
    /// <returns>Name of its result.</returns>
    string Trace(OnnxGraph graph, string input);
}
