using System.Runtime.CompilerServices;
using TorchSharp;

// Seeds, grad mode and memory figures are the process's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Cleaner.Torch.Tests;

internal static class Setup
{
    /// <summary>The tensors here are too small for threads to help.</summary>
    [ModuleInitializer]
    internal static void OneThread() => torch.set_num_threads(1);
}
