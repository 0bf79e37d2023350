using Microsoft.ML.OnnxRuntime;

namespace Cleaner.Imaging.Onnx;

/// <summary>Opens networks of other projects with ONNX Runtime, on the CPU.</summary>
public static class OnnxSession
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="threads">That compute one batch.</param>
    /// <exception cref="FormatException">No network that ONNX Runtime reads.</exception>
    /// <exception cref="MissingLibraryException">ONNX Runtime does not load here.</exception>
    public static InferenceSession Open(string path, int threads) => Open(settings => new InferenceSession(path, settings), path, threads);

    /// <summary>Opens a network that was put together here.</summary>
    /// <param name="model">The bytes of an .onnx file.</param>
    /// <param name="path">Where its weights come from.</param>
    /// <param name="threads">That compute one batch.</param>
    /// <exception cref="FormatException">No network that ONNX Runtime reads.</exception>
    /// <exception cref="MissingLibraryException">ONNX Runtime does not load here.</exception>
    public static InferenceSession Open(byte[] model, string path, int threads) => Open(settings => new InferenceSession(model, settings), path, threads);

    private static InferenceSession Open(Func<SessionOptions, InferenceSession> open, string path, int threads)
    {
        try
        {
            using var settings = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            return open(settings);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new FormatException(failure.Message.ReplaceLineEndings(" "), failure);
        }
        catch (TypeInitializationException failure)
        {
            throw new MissingLibraryException($"'{path}' needs ONNX Runtime, which does not load here: {failure.GetBaseException().Message.ReplaceLineEndings(" ")}");
        }
    }
}
