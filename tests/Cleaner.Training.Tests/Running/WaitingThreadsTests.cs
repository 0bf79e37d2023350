using Cleaner.Training.Engine;

namespace Cleaner.Training.Tests.Running;

public sealed class WaitingThreadsTests
{
    [Fact]
    public void Idle_threads_sleep_unless_the_user_said_otherwise()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Assert.Equal(Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") ?? "passive", WaitingThreads.Current());
    }
}
