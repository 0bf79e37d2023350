using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    private static Device defaultDevice = new(DeviceType.CPU);

    /// <summary>Where a tensor lies: "cpu", "cuda", "cuda:1".</summary>
    public class Device
    {
        public DeviceType type { get; private set; }

        /// <summary>Number of the device; -1 is the current one.</summary>
        public int index { get; private set; }

        /// <summary>From "cpu", "cuda" or "cuda:1".</summary>
        public Device(string description)
        {
            var colon = description.IndexOf(':', StringComparison.Ordinal);
            type = TypeOf(colon < 0 ? description : description[..colon]);
            index = -1;
            if (colon >= 0)
            {
                if (!int.TryParse(description.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    throw new ArgumentException($"'{description}' is not a device: write cpu, cuda or cuda:0");
                index = type == DeviceType.CPU ? -1 : number;
            }
        }

        public Device(string deviceType, int index = -1) : this(TypeOf(deviceType), index) { }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = deviceType == DeviceType.CPU ? -1 : index;
        }

        /// <summary>The CUDA device of this number.</summary>
        public Device(int index) : this(DeviceType.CUDA, index) { }

        public override string ToString() => index < 0
            ? type.ToString().ToLowerInvariant()
            : string.Create(CultureInfo.InvariantCulture, $"{type.ToString().ToLowerInvariant()}:{index}");

        public static implicit operator Device(string description) => new(description);

        private static DeviceType TypeOf(string name) => name switch
        {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            "meta" => DeviceType.META,
            "mps" => DeviceType.MPS,
            _ when Enum.TryParse<DeviceType>(name, ignoreCase: true, out var known) => known,
            _ => throw new ArgumentException($"'{name}' is not a kind of device: write cpu or cuda"),
        };
    }

    /// <summary>The current CUDA device.</summary>
    public static Device CUDA { get; } = new(DeviceType.CUDA);

    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>Tensors without data: shapes and types only.</summary>
    public static readonly Device META = new(DeviceType.META);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);

    /// <summary>Where factories put tensors when no device is given; the CPU at first.</summary>
    public static Device get_default_device() => defaultDevice;

    public static void set_default_device(Device device) => defaultDevice = InitializeDevice(device);

    public static void set_default_device(string device) => set_default_device(new Device(device));
}
