using Cleaner.Imaging.Faces.FaceApi;
using Cleaner.Manifests;

namespace Cleaner.Chain;

/// <summary>The public networks that find faces and tell them apart: where <c>tools/face-networks.sh</c> puts them.</summary>
internal static class FaceNetworks
{
    private static string UsualFolder =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "cleaner", "faces");

    /// <summary>Where they are, or what brings them.</summary>
    public static string Describe() => FaceApiFiles.Missing(UsualFolder) is null ? $"{UsualFolder} (cleaner run --faces)" : "none; tools/face-networks.sh brings them (cleaner run --faces)";

    /// <summary>The folder that holds them.</summary>
    /// <exception cref="CleanerException">They are not there.</exception>
    public static string Folder() => FaceApiFiles.Missing(UsualFolder) is not { } missing
        ? UsualFolder
        : throw new CleanerException($"--faces: '{Path.Combine(UsualFolder, missing)}' does not exist; tools/face-networks.sh brings the networks (7 MB); where they lie elsewhere, give --detect FOLDER --pretrained FOLDER");
}
