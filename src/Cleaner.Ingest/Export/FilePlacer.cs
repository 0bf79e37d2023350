using System.Runtime.InteropServices;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Export;

/// <summary>What became of one file.</summary>
/// <param name="Linked">It is a link.</param>
/// <param name="Problem">Why it could not be placed, or null.</param>
internal readonly record struct PlacedFile(bool Linked, string? Problem);

/// <summary>Puts the bytes of a sample into a file: a copy of the same bytes, or a link. Samples inside archives are always copied. Thread safe.</summary>
internal sealed partial class FilePlacer(SampleReader reader, LinkKind link)
{
    public PlacedFile Place(Sample sample, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        try
        {
            if (sample.Container != Container.File)
            {
                File.WriteAllBytes(target, reader.Read(sample));
                return default;
            }

            string source = reader.PathOf(sample);
            if (new FileInfo(source) is not { Exists: true } info)
            {
                return new PlacedFile(false, $"{source}: is gone; put the file back or ingest again");
            }

            if (info.Length != sample.Bytes)
            {
                return new PlacedFile(false, $"{source}: {ExportRun.SizeProblem(info.Length, sample)}");
            }

            Put(source, target);
            return new PlacedFile(link != LinkKind.None, null);
        }
        catch (CleanerException error)
        {
            return new PlacedFile(false, error.Message);
        }
    }

    private void Put(string source, string target)
    {
        switch (link)
        {
            case LinkKind.Symbolic:
                File.CreateSymbolicLink(target, source);
                break;
            case LinkKind.Hard:
                HardLink(source, target);
                break;
            default:
                File.Copy(source, target);
                break;
        }
    }

    private static void HardLink(string source, string target)
    {
        bool made = OperatingSystem.IsWindows() ? CreateHardLink(target, source, 0) : Link(source, target) == 0;
        if (!made)
        {
            throw new CleanerException(
                $"{target}: cannot be linked to {source} ({Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}); hard links need one file system, use --link symbolic");
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string target, string source, nint security);
}
