namespace Cleaner.Imaging;

/// <summary>Suspicions about a picture's quality, after CleanVision's issue types, and what a face detector saw.</summary>
[Flags]
public enum QualityFlags
{
    /// <summary>Nothing to say.</summary>
    None = 0,
    /// <summary>Even the brightest parts are dim.</summary>
    Dark = 1,
    /// <summary>Even the darkest parts are bright.</summary>
    Light = 2,
    /// <summary>Hardly any grey levels: a flat or empty picture.</summary>
    LowInformation = 4,
    /// <summary>Hardly any fine detail.</summary>
    Blurry = 8,
    /// <summary>Far from square.</summary>
    OddAspectRatio = 16,
    /// <summary>Without colour.</summary>
    Greyscale = 32,
    /// <summary>A face detector was asked and found none.</summary>
    NoFace = 64,
    /// <summary>A face detector found several faces.</summary>
    SeveralFaces = 128,
}

/// <summary>What <see cref="QualityMeter"/> measured. All figures but <see cref="NearGrey"/> and <see cref="Aspect"/> are of the BT.601 grey picture.</summary>
/// <param name="Brightness">Mean level, 0 (black) to 1 (white).</param>
/// <param name="Contrast">Standard deviation of the levels over 255, 0 to 0.5.</param>
/// <param name="Blur">Variance of the 3x3 Laplacian in squared levels, as <c>cv2.Laplacian(gray, cv2.CV_64F).var()</c>: small means blurry.</param>
/// <param name="Entropy">Shannon entropy of the level histogram, 0 to 8 bits.</param>
/// <param name="Aspect">Shorter side over longer side, above 0 to 1.</param>
/// <param name="NearGrey">Whether colours differ from grey by no more than compression noise.</param>
/// <param name="Flags">The suspicions that follow.</param>
public sealed record QualityFigures(float Brightness, float Contrast, float Blur, float Entropy, float Aspect, bool NearGrey, QualityFlags Flags);
