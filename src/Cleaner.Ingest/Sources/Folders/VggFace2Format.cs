using System.Text.RegularExpressions;

namespace Cleaner.Ingest.Sources;

/// <summary>
/// VGGFace2: <c>train/n000002/0001_01.jpg</c>, boxes and landmarks in <c>bb_landmark/loose_{bb,landmark}_{train,test}.csv</c>,
/// splits in <c>identity_meta.csv</c>. Also one split alone.
/// </summary>
internal sealed partial class VggFace2Format : ISourceFormat
{
    public string Name => "vggface2";

    public string Description => "VGGFace2: train/n000002/0001_01.jpg with boxes, landmarks and identity_meta.csv";

    public bool Detect(string path) =>
        FolderNames.Match(path, Identity())
        || (Directory.Exists(path) && new[] { "train", "test", "data/train" }.Any(split => FolderNames.Match(Path.Combine(path, split), Identity())));

    public IDatasetSource Open(string path, IngestOptions options) => new VggFace2Source(ImageFolderFormat.FolderPath(path));

    [GeneratedRegex(@"^n\d{6}$")]
    internal static partial Regex Identity();
}
