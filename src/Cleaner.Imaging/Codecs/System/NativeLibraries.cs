using System.Reflection;
using System.Runtime.InteropServices;

namespace Cleaner.Imaging.Codecs;

/// <summary>Finds the machine's codec libraries under the names that they have on each platform.</summary>
internal static class NativeLibraries
{
    /// <summary>Import name of TurboJPEG.</summary>
    public const string TurboJpeg = "cleaner-turbojpeg";

    /// <summary>Import name of libpng.</summary>
    public const string Png = "cleaner-png";

    /// <summary>Import name of libwebp.</summary>
    public const string WebP = "cleaner-webp";

    private static readonly Dictionary<string, Entry> Entries = new()
    {
        [TurboJpeg] = new("libturbojpeg", "libturbojpeg0", ["libturbojpeg.so.0", "libturbojpeg.0.dylib", "turbojpeg.dll", "libturbojpeg.so"]),
        [Png] = new("libpng 1.6", "libpng16-16", ["libpng16.so.16", "libpng16.16.dylib", "libpng16.dll", "libpng16.so"]),
        [WebP] = new("libwebp", "libwebp7", ["libwebp.so.7", "libwebp.7.dylib", "libwebp.dll", "libwebp.so", "libwebp.so.6"]),
    };

    private static readonly Lock Gate = new();
    private static bool registered;

    /// <summary>Makes the imports of this assembly resolve through the table above.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (!registered)
            {
                NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
                registered = true;
            }
        }
    }

    /// <summary>Loads the library behind an import name.</summary>
    /// <exception cref="MissingLibraryException">It is not on this machine.</exception>
    public static nint Require(string name)
    {
        var entry = Entries[name];
        return TryLoad(name) is var handle and not 0
            ? handle
            : throw new MissingLibraryException(
                $"{entry.Title} ({entry.Files[0]}) is not installed; install it with: apt-get install {entry.DebianPackage} (or build with the nuget provider)");
    }

    /// <summary>Whether a library can be loaded.</summary>
    public static bool IsPresent(string name) => TryLoad(name) != 0;

    /// <summary>The Debian package that has a library.</summary>
    public static string DebianPackage(string name) => Entries[name].DebianPackage;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => Entries.ContainsKey(name) ? Require(name) : 0;

    private static nint TryLoad(string name)
    {
        foreach (var file in Entries[name].Files)
        {
            if (NativeLibrary.TryLoad(file, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }

    private sealed record Entry(string Title, string DebianPackage, string[] Files);
}
