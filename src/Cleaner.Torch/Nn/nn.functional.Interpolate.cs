using Cleaner.Torch.Interop;
using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Resizing.</summary>
        public static partial class functional
        {
            /// <summary>
            /// Resizes the spatial dimensions of [N, C, …] to a size or by factors. antialias: bilinear and bicubic only, for images.
            /// </summary>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                var spatial = (int)x.Dimensions - 2;
                if ((size is null) == (scale_factor is null))
                    throw new ArgumentException("interpolate takes either a size or scale factors");
                size = Spread(size, spatial);
                scale_factor = Spread(scale_factor, spatial);
                if (size is null && (recompute_scale_factor || mode == InterpolationMode.Area))
                {
                    size = new long[spatial];
                    for (var i = 0; i < spatial; i++)
                        size[i] = (long)Math.Floor(x.size(i + 2) * scale_factor![i]);
                    scale_factor = null;
                }
                Arg corners = align_corners ?? false;
                return (mode, spatial, antialias) switch
                {
                    (InterpolationMode.Nearest, 1, false) => Call("aten::upsample_nearest1d.vec", x, size, scale_factor),
                    (InterpolationMode.Nearest, 2, false) => Call("aten::upsample_nearest2d.vec", x, size, scale_factor),
                    (InterpolationMode.Nearest, 3, false) => Call("aten::upsample_nearest3d.vec", x, size, scale_factor),
                    (InterpolationMode.NearestExact, 1, false) => Call("aten::_upsample_nearest_exact1d.vec", x, size, scale_factor),
                    (InterpolationMode.NearestExact, 2, false) => Call("aten::_upsample_nearest_exact2d.vec", x, size, scale_factor),
                    (InterpolationMode.NearestExact, 3, false) => Call("aten::_upsample_nearest_exact3d.vec", x, size, scale_factor),
                    (InterpolationMode.Linear, 1, false) => Call("aten::upsample_linear1d.vec", x, size, corners, scale_factor),
                    (InterpolationMode.Bilinear, 2, false) => Call("aten::upsample_bilinear2d.vec", x, size, corners, scale_factor),
                    (InterpolationMode.Bilinear, 2, true) => Call("aten::_upsample_bilinear2d_aa.vec", x, size, corners, scale_factor),
                    (InterpolationMode.Bicubic, 2, false) => Call("aten::upsample_bicubic2d.vec", x, size, corners, scale_factor),
                    (InterpolationMode.Bicubic, 2, true) => Call("aten::_upsample_bicubic2d_aa.vec", x, size, corners, scale_factor),
                    (InterpolationMode.Trilinear, 3, false) => Call("aten::upsample_trilinear3d.vec", x, size, corners, scale_factor),
                    (InterpolationMode.Area, 2, false) => adaptive_avg_pool2d(x, size!),
                    _ => throw new ArgumentException(
                        $"{mode} interpolation of {spatial} spatial dimensions{(antialias ? " with antialias" : "")} does not exist"),
                };
            }

            private static T[]? Spread<T>(T[]? values, int count) =>
                values is { Length: 1 } ? Enumerable.Repeat(values[0], count).ToArray() : values;
        }
    }
}
