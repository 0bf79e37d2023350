using static Cleaner.Torch.Interop.Calls;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// An index in brackets as libtorch takes it: numbers, slices and new dimensions become a chain of views; masks and index tensors are
/// then applied at once, each at the dimension it stands at. Disposing frees the intermediate views.
/// </summary>
internal sealed class IndexSteps : IDisposable
{
    private readonly List<Tensor> temporary = [];
    private readonly Tensor?[] tensors;
    private readonly Tensor view;

    public IndexSteps(Tensor source, TensorIndex[] indices)
    {
        var current = source;
        var advanced = new List<Tensor?>();
        // `dim` counts dimensions of the view, `slot` entries of libtorch's list: a mask of n dimensions is n of the one, one of the other.
        var (dim, slot) = (0, 0);
        for (var i = 0; i < indices.Length; i++)
        {
            var index = indices[i];
            switch (index.IndexKind)
            {
                case TensorIndex.Kind.Single:
                    current = Keep(current.select(dim, index.Start ?? throw new ArgumentException("a single index needs a number", nameof(indices))));
                    break;
                case TensorIndex.Kind.Slice:
                    if (index.Start is not null || index.Stop is not null || index.Step is not null)
                        current = Keep(Call("aten::slice.Tensor", current, dim, index.Start, index.Stop, index.Step ?? 1));
                    (dim, slot) = (dim + 1, slot + 1);
                    break;
                case TensorIndex.Kind.NewDimension:
                    current = Keep(current.unsqueeze(dim));
                    (dim, slot) = (dim + 1, slot + 1);
                    break;
                case TensorIndex.Kind.Ellipsis:
                    var skipped = (int)current.Dimensions - dim - DimensionsOf(indices.AsSpan(i + 1));
                    (dim, slot) = (dim + skipped, slot + skipped);
                    break;
                case TensorIndex.Kind.Bool:
                    current = Keep(current.unsqueeze(dim));
                    Place(advanced, slot, Keep(full([1], index.Start == 1, ScalarType.Bool, source.device)));
                    (dim, slot) = (dim + 1, slot + 1);
                    break;
                case TensorIndex.Kind.Tensor:
                    Place(advanced, slot, index.Indices!);
                    (dim, slot) = (dim + DimensionsOf(index.Indices!), slot + 1);
                    break;
            }
        }
        view = current;
        tensors = advanced.ToArray();
        IsSourceItself = ReferenceEquals(view, source);
    }

    private bool IsSourceItself { get; }

    public Tensor Get()
    {
        if (tensors.Length > 0)
            return Call("aten::index.Tensor", view, tensors);
        if (IsSourceItself)
            return view.alias();
        temporary.Remove(view);
        return view;
    }

    public void Put(Tensor value, bool accumulate)
    {
        if (tensors.Length > 0)
            Run("aten::index_put_", view, tensors, value, accumulate);
        else if (accumulate)
            view.add_(value);
        else
            view.copy_(value);
    }

    public void Dispose()
    {
        foreach (var tensor in temporary)
            tensor.Dispose();
    }

    private Tensor Keep(Tensor tensor)
    {
        temporary.Add(tensor);
        return tensor;
    }

    private static void Place(List<Tensor?> advanced, int slot, Tensor tensor)
    {
        while (advanced.Count < slot)
            advanced.Add(null);
        advanced.Add(tensor);
    }

    /// <summary>A mask of n dimensions stands for n dimensions of the source, an index tensor for one.</summary>
    private static int DimensionsOf(Tensor index) => index.dtype == ScalarType.Bool ? (int)index.Dimensions : 1;

    private static int DimensionsOf(ReadOnlySpan<TensorIndex> indices)
    {
        var count = 0;
        foreach (var index in indices)
        {
            count += index.IndexKind switch
            {
                TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
                TensorIndex.Kind.Tensor => DimensionsOf(index.Indices!),
                _ => 0,
            };
        }
        return count;
    }
}
