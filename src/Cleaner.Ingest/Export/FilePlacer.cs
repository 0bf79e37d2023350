using System.Runtime.InteropServices;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Export;

/// <summary>What became of one file.</summary>
/// <param name="Linked">It is a link.</param>
/// <param name="Problem">Why it could not be placed, or null.</param>
internal readonly record struct PlacedFile(bool Linked, string? Problem);

/// <summary>
/// Puts the bytes of a sample into a file: a copy of the same bytes, or a link. Samples inside archives are always copied. What is
/// wrong with a sample is told; what is wrong with the output ends the export. Thread safe.
/// </summary>
internal sealed partial class FilePlacer(SampleReader reader, LinkKind link)
{
    private volatile string? folder;

    public PlacedFile Place(Sample sample, string target)
    {
        if (link == LinkKind.None || sample.Container != Container.File)
        {
            (byte[]? data, string? problem) = ExportRun.ReadChecked(reader, sample);
            if (data is not null)
            {
                MakeFolderOf(target);
                File.WriteAllBytes(target, data);
            }

            return new PlacedFile(false, problem);
        }

        string source = reader.PathOf(sample);
        var info = new FileInfo(source);
        if (!info.Exists)
        {
            return new PlacedFile(false, $"{source}: is gone; put the file back or ingest again");
        }

        if (info.Length != sample.Bytes)
        {
            return new PlacedFile(false, $"{source}: {ExportRun.SizeProblem(info.Length, sample)}");
        }

        MakeFolderOf(target);
        if (link == LinkKind.Symbolic)
        {
            File.CreateSymbolicLink(target, source);
        }
        else
        {
            HardLink(source, target);
        }

        return new PlacedFile(true, null);
    }

    /// <summary>Files come by folder: remembering the last one spares most of the calls.</summary>
    private void MakeFolderOf(string target)
    {
        string parent = Path.GetDirectoryName(target)!;
        if (parent != folder)
        {
            Directory.CreateDirectory(parent);
            folder = parent;
        }
    }

    private static void HardLink(string source, string target)
    {
        bool made = OperatingSystem.IsWindows() ? CreateHardLink(target, source, 0) : Link(source, target) == 0;
        if (!made)
        {
            throw new CleanerException(
                $"{source}: cannot be linked into the export ({Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}); hard links need one file system, use --link symbolic");
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string target, string source, nint security);
}
