using Cleaner.Chain;
using Cleaner.Imaging.Faces;
using Cleaner.Manifests;

namespace Cleaner.Commands;

/// <summary>What <c>--detect</c> takes.</summary>
internal static class DetectOption
{
    /// <summary>Which networks find faces.</summary>
    public const string Kinds = "ONNX file of a detector, YuNet (OpenCV) or SCRFD (insightface's det_10g.onnx, det_500m.onnx), or a folder with face-api's networks (tools/face-networks.sh)";

    /// <summary>Opens the detector that was named, or where <c>--faces</c> was given the public one; null: neither was.</summary>
    /// <exception cref="CleanerException">It cannot be used.</exception>
    public static FaceDetector? Open(string? path, bool faces) => (path ?? (faces ? FaceNetworks.Folder() : null)) is { } file ? Open(file) : null;

    private static FaceDetector Open(string path)
    {
        try
        {
            return FaceDetector.Open(path);
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new CleanerException($"--detect {path}: no face detector that can be used: {failure.Message}; give the .onnx file of YuNet or SCRFD, or a folder with face-api's networks", inner: failure);
        }
    }
}
