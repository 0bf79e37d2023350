namespace Cleaner.Ingest.Sources;

/// <summary>What lists of images usually call their columns; of several that a list has, the first here counts.</summary>
internal static class FileListNames
{
    public static string[] Files { get; } =
    [
        "file", "file_name", "filename", "file_path", "filepath", "image", "image_path", "image_name", "image_file", "image_filename", "path", "relative_path",
        "img", "img_path", "img_name", "fname", "image_id", "img_id", "photo", "photo_id", "picture", "id",
    ];

    public static string[] Labels { get; } =
    [
        "label", "identity", "identity_id", "identity_name", "person", "person_id", "person_name", "subject", "subject_id", "individual", "individual_id",
        "name", "class", "class_name", "class_id", "celebrity", "celeb", "species", "breed", "category", "category_name", "category_id", "landmark_id",
        "product_id", "label_group", "target", "labels", "pid", "id",
    ];
}
