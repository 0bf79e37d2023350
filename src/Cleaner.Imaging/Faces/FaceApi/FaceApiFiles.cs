namespace Cleaner.Imaging.Faces.FaceApi;

/// <summary>The files of face-api's three networks in a folder.</summary>
public static class FaceApiFiles
{
    /// <summary>The first of them that a folder lacks; null where all are there.</summary>
    public static string? Missing(string folder) =>
        Array.Find([TinyFaceNetwork.Manifest, LandmarkNetwork.Manifest, RecognitionNetwork.Manifest], name => !File.Exists(Path.Combine(folder, name)));
}
