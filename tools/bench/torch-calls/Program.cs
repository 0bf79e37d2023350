// What one small operator call costs from C#, in nanoseconds: best of many short rounds. peer.py measures the same from Python:
//   dotnet run -c Release --project tools/bench/torch-calls && python3 tools/bench/torch-calls/peer.py
using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

const int calls = 2_000;
const int rounds = 400;

set_num_threads(1);
using var a = ones(4);
using var b = ones(4);
using var weight = ones(4, 4).requires_grad_();
using var x = ones(2, 4);

Measure("add", () => (a + b).Dispose());
Measure("add in a dispose scope", () => { _ = a + b; }, scoped: true);
Measure("add left to the finalizer", () => { _ = a + b; });
Measure("add_ with a number", () => a.add_(1.0));
Measure("matmul", () => x.matmul(weight).Dispose(), withoutGradients: true);
Measure("matmul recorded for gradients", () => x.matmul(weight).Dispose());
Measure("sum over a dimension", () => x.sum(1).Dispose());
Measure("reshape", () => x.reshape(4, 2).Dispose());
Measure("shape", () => { _ = x.shape; });
Measure("item", () => { using var s = a[0]; _ = s.item<float>(); });

static void Measure(string name, Action body, bool scoped = false, bool withoutGradients = false)
{
    using var mode = withoutGradients ? no_grad() : enable_grad();
    var best = double.MaxValue;
    for (var round = 0; round < rounds; round++)
    {
        using var scope = scoped ? NewDisposeScope() : null;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < calls; i++)
            body();
        scope?.Dispose();
        best = Math.Min(best, watch.Elapsed.TotalNanoseconds / calls);
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32}{best,8:F0} ns"));
}
