using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Torch.Tests;

/// <summary>Brackets, and operators that choose, against values recorded from PyTorch.</summary>
public sealed class IndexingTests
{
    private static Tensor Numbers() => arange(4 * 5 * 6).reshape(4, 5, 6);

    [Fact]
    public void Brackets_read_what_PyTorchs_read()
    {
        using var scope = NewDisposeScope();
        var x = Numbers();
        var rows = TensorIndex.Tensor(tensor(new long[] { 3, 0, 2 }));
        var columns = TensorIndex.Tensor(tensor(new long[] { 1, 1, 4 }));
        var mask = x[.., .., 0] % 4 == 1;
        foreach (var (name, actual) in new Dictionary<string, Tensor>
        {
            ["single"] = x[1, -2, 3],
            ["slice"] = x[TensorIndex.Slice(1, 3), TensorIndex.Slice(null, null, 2)],
            ["negative"] = x[-1, TensorIndex.Colon, TensorIndex.Slice(-3)],
            ["ellipsis"] = x[TensorIndex.Ellipsis, 2],
            ["new"] = x[TensorIndex.Colon, TensorIndex.None, TensorIndex.Slice(1, 2)],
            ["rows"] = x[rows],
            ["pairs"] = x[rows, columns],
            ["middle"] = x[TensorIndex.Colon, columns, TensorIndex.Slice(2, 4)],
            ["split"] = x[rows, TensorIndex.Colon, columns],
            ["mask"] = x[TensorIndex.Tensor(mask)],
            ["whole_mask"] = x[TensorIndex.Tensor(x > 100)],
        })
        {
            Fixture.Of("indexing").Check(name, actual);
        }
    }

    [Fact]
    public void Brackets_write_where_PyTorchs_write()
    {
        using var scope = NewDisposeScope();
        var y = Numbers();
        var rows = TensorIndex.Tensor(tensor(new long[] { 3, 0, 2 }));
        var columns = TensorIndex.Tensor(tensor(new long[] { 1, 1, 4 }));

        y[1..3, 0] = tensor(-1L);
        y[rows, columns, 0] = tensor(new long[] { 7, 8, 9 });
        y[TensorIndex.Colon, 2, TensorIndex.Slice(1)] = arange(5);
        y[TensorIndex.Tensor(y > 110)] = tensor(0L);

        Fixture.Of("index_put").Check("y", y);
    }

    [Fact]
    public void Operators_choose_and_reduce_as_PyTorchs()
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Of("choosing");
        var (a, where) = (fixture["a"], fixture["where"]);
        var (largest, places) = a.topk(3, dim: 1);
        var (ordered, order) = a.sort(dim: 0, descending: true);
        foreach (var (name, actual) in new Dictionary<string, Tensor>
        {
            ["gather"] = a.gather(1, where),
            ["scatter"] = zeros(4, 5).scatter(1, where, a[..2]),
            ["scatter_add"] = zeros(4, 5).scatter_add_(1, where, a[..2]),
            ["topk"] = largest,
            ["topk_indices"] = places,
            ["sort"] = ordered,
            ["sort_indices"] = order,
            ["argmax"] = a.argmax(1),
            ["max"] = a.max(0).values,
            ["logsumexp"] = a.logsumexp(1),
            ["std"] = a.std(0),
            ["var"] = a.var([0L, 1L], unbiased: false),
            ["cumsum"] = a.cumsum(1),
            ["masked"] = a.masked_fill(a > 0, 9),
            ["where_positive"] = torch.where(a > 0, a, -a),
            ["norm"] = a.norm(1),
            ["einsum"] = einsum("ij,kj->ik", a, a),
            ["cdist"] = cdist(a, a[..2]),
            ["clamp"] = a.clamp(-0.2, 0.5),
            ["one_hot"] = nn.functional.one_hot(where),
        })
        {
            fixture.Check(name, actual);
        }
    }
}
