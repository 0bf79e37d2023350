namespace Cleaner.Imaging.Faces;

/// <summary>From what a detector says to the faces of a picture.</summary>
public static class FaceChoice
{
    /// <summary>Greedy non-maximum suppression: the surest first, and of boxes that overlap more than this only the first.</summary>
    /// <param name="found">In any order.</param>
    /// <param name="mostOverlap">Intersection over union, 0 to 1.</param>
    public static List<Face> Suppress(IEnumerable<Face> found, float mostOverlap)
    {
        var kept = new List<Face>();
        foreach (var face in found.OrderByDescending(face => face.Score))
            if (kept.TrueForAll(other => face.Overlap(other) <= mostOverlap))
                kept.Add(face);
        return kept;
    }

    /// <summary>
    /// The face that the picture is of: large and near the middle, area − 2 · distance², as insightface's <c>SCRFD.detect</c> ranks them
    /// (https://github.com/deepinsight/insightface/blob/master/detection/scrfd/tools/scrfd.py).
    /// </summary>
    /// <returns>Null where there is none.</returns>
    public static Face? Main(IReadOnlyList<Face> faces, int width, int height) => faces.MaxBy(face =>
    {
        var (dx, dy) = ((face.Box[0] + face.Box[2] - width) / 2, (face.Box[1] + face.Box[3] - height) / 2);
        return face.Area - 2 * (dx * dx + dy * dy);
    });
}
