using Cleaner.Training.Engine;

namespace Cleaner.Training.Tests.Running;

public sealed class KeptMemoryTests
{
    [Fact]
    public void The_allocator_takes_the_settings_unless_the_user_has_made_others()
    {
        var isGlibc = OperatingSystem.IsLinux() && !File.Exists("/etc/alpine-release");
        var others = new[] { "MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_MAX_", "MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES" }.Any(name => Environment.GetEnvironmentVariable(name) is not null);
        Assert.Equal(isGlibc && !others, KeptMemory.Keep());
    }
}
