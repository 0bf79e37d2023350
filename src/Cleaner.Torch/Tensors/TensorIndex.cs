namespace TorchSharp;

public static partial class torch
{
    /// <summary>One place between the brackets of an index: a number, a slice, a mask or indices, "..." or a new dimension.</summary>
    public struct TensorIndex
    {
        internal enum Kind
        {
            NewDimension,
            Single,
            Ellipsis,
            Bool,
            Tensor,
            Slice,
        }

        private TensorIndex(Kind kind, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            IndexKind = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Indices = tensor;
        }

        internal Kind IndexKind { get; }

        /// <summary>The first entry of a slice, the number of a single index, 1 for true.</summary>
        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? Indices { get; }

        public static TensorIndex Ellipsis = new(Kind.Ellipsis);

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex None = new(Kind.NewDimension);

        /// <summary>As <see cref="None"/>.</summary>
        public static TensorIndex Null = new(Kind.NewDimension);

        /// <summary>The whole dimension.</summary>
        public static TensorIndex Colon = new(Kind.Slice);

        /// <summary>Entries from start (inclusive) to stop (exclusive); negative numbers count from the end.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Kind.Slice, start, stop, step);

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value);

        public static TensorIndex Bool(bool value) => new(Kind.Bool, value ? 1 : 0);

        public static TensorIndex Single(long? index) => new(Kind.Single, index);

        public static TensorIndex Tensor(Tensor tensor) => new(Kind.Tensor, tensor: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);
    }
}
