using System.Runtime.InteropServices;

namespace Cleaner.Torch;

/// <summary>An error of libtorch: the first line of its message. TorchSharp throws <see cref="ExternalException"/>, the base.</summary>
public class TorchException(string message) : ExternalException(message);

/// <summary>The device, or the machine, has no memory left for a tensor. Collected garbage was given back before.</summary>
public sealed class TorchOutOfMemoryException(string message) : TorchException(message);
