using System.Globalization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Modules one after the other, named or numbered from 0.</summary>
public class Sequential : Module<Tensor, Tensor>
{
    private readonly List<Module<Tensor, Tensor>> steps = [];

    internal Sequential() : base(nameof(Sequential)) { }

    protected Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) : base(nameof(Sequential))
    {
        foreach (var (name, module) in modules)
            Add(name, module);
    }

    protected Sequential(params Module<Tensor, Tensor>[] modules) : base(nameof(Sequential))
    {
        foreach (var module in modules)
            append(module);
    }

    public int Count => steps.Count;

    public IModule<Tensor, Tensor> this[int index] => steps[index];

    /// <summary>The modules from start to end (exclusive) as a chain of their own; the modules are shared.</summary>
    public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    public Sequential this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

    public Sequential append(string name, IModule<Tensor, Tensor> module)
    {
        Add(name, (Module<Tensor, Tensor>)module);
        return this;
    }

    public Sequential append(IModule<Tensor, Tensor> module) => append(Count.ToString(CultureInfo.InvariantCulture), module);

    public override Tensor forward(Tensor tensor)
    {
        if (steps.Count == 0)
            return tensor.alias();
        var current = tensor;
        foreach (var step in steps)
        {
            var next = step.call(current);
            // A step may hand its input through: then there is nothing between the steps to free.
            if (!ReferenceEquals(current, tensor) && !ReferenceEquals(current, next))
                current.Dispose();
            current = next;
        }
        return current;
    }

    internal void Add(string name, Module<Tensor, Tensor> module)
    {
        register_module(name, module);
        steps.Add(module);
    }

    private Sequential Slice(int start, int end)
    {
        var slice = new Sequential();
        foreach (var (name, module) in named_children().Skip(start).Take(end - start))
            slice.Add(name, (Module<Tensor, Tensor>)module);
        return slice;
    }
}
