using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>Each kernel looks at the sizes of its spans before it touches one. Every span of a call that works is made one element shorter, and
/// where it must fit exactly one longer: the kernel, the span and both sizes are named.</summary>
public partial class GuardTests
{
    public static TheoryData<string> Kernels => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_span_that_does_not_fit_is_named_with_both_sizes(string kernel)
    {
        var fitting = new Spans();
        Calls[kernel](fitting);
        Assert.NotEmpty(fitting.Checked);
        var method = kernel.Split('.')[^1].Split(',', ' ')[0];
        for (var i = 0; i < fitting.Checked.Count; i++)
        {
            var (name, length, isExact) = fitting.Checked[i];
            foreach (var change in isExact ? new[] { -1, 1 } : [-1])
            {
                var error = Assert.Throws<ArgumentException>(
                    name,
                    () => Calls[kernel](new Spans(i, change))
                );
                Assert.StartsWith(
                    isExact
                        ? $"{method}: {name} has {length + change} elements, expected {length}. ("
                        : $"{method}: {name} has {length + change} elements, needs at least {length}. (",
                    error.Message,
                    StringComparison.Ordinal
                );
            }
        }
    }

    [Fact]
    public void A_negative_size_is_named()
    {
        Says(
            "LogSoftmax: rows is -2, must not be negative.",
            () => SoftmaxKernel.LogSoftmax<double>([], [], -2, -3)
        );
        Says(
            "Softmax: length is -3, must not be negative.",
            () => SoftmaxKernel.Softmax<double>([], [], 2, -3)
        );
        Says(
            "RmsNorm: length is -1, must not be negative.",
            () => NormKernel.RmsNorm<double>([], [], [], [], -1, 1e-5)
        );
        foreach (
            var (name, shape) in new (string, GemmShape)[]
            {
                ("M", new(-1, 1, 1)),
                ("N", new(1, -1, 1)),
                ("K", new(1, 1, -1)),
                ("Batches", new(1, 1, 1) { Batches = -1 }),
                ("BatchA", new(1, 1, 1) { BatchA = -1 }),
                ("BatchB", new(1, 1, 1) { BatchB = -1 }),
                ("BatchC", new(1, 1, 1) { BatchC = -1 }),
            }
        )
        {
            Says(
                $"Gemm: {name} is -1, must not be negative.",
                () => Gemm.Multiply<double>(shape, [1], [1], new double[1])
            );
        }

        static void Says(string message, Action call) =>
            Assert.StartsWith(
                message,
                Assert.Throws<ArgumentException>(call).Message,
                StringComparison.Ordinal
            );
    }

    [Theory]
    [InlineData(7, 0, 2, 1, "positions 0 … 7 are not all within 7 elements")]
    [InlineData(8, 1, 2, 1, "positions 1 … 8")]
    [InlineData(7, 5, -3, 1, "positions -4 … 6")]
    [InlineData(7, 4, -2, 0, "positions -2 … 4")]
    public void A_box_that_leaves_its_memory_is_refused(
        int length,
        int start,
        int stride,
        int second,
        string message
    )
    {
        // Four steps of the first stride, two of the second.
        int[] sizes = [4, second == 0 ? 1 : 2];
        int[] strides = [stride, second];
        int[] plain = [2, 1];
        var others = new double[8];
        var box = new double[length];
        Says("x", () => StridedCopy.Copy<double>(sizes, box, start, strides, others, 0, plain));
        Says("y", () => StridedCopy.Copy<double>(sizes, others, 0, plain, box, start, strides));

        void Says(string name, Action call) =>
            Assert.Contains(
                message,
                Assert.Throws<ArgumentException>(name, call).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_box_that_fills_its_memory_is_copied()
    {
        var y = new double[6];
        StridedCopy.Copy<double>([3, 2], [1.0, 2, 3, 4, 5, 6], 4, [-2, 1], y, 0, [2, 1]);
        Assert.Equal([5.0, 6, 3, 4, 1, 2], y);
    }

    [Fact]
    public void Sizes_beyond_32_bits_are_refused() =>
        Assert.Throws<OverflowException>(() => SoftmaxKernel.Softmax<double>([], [], 65536, 65536));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Nothing_is_written_beside_a_span(string kernel)
    {
        var spans = new Spans();
        Calls[kernel](spans);
        Assert.True(spans.AreMarginsUntouched);
    }

    [LinuxTheory]
    [MemberData(nameof(Kernels))]
    public void Nothing_is_read_beside_a_span(string kernel)
    {
        var expected = new Spans();
        Calls[kernel](expected);
        foreach (var isAtEnd in new[] { false, true })
        {
            using var memory = new GuardedMemory(isAtEnd);
            var guarded = new Spans(memory: memory);
            Calls[kernel](guarded);
            Assert.Equal(expected.Contents, guarded.Contents);
        }
    }

    /// <summary>Spans that fit, but for one, in the middle of longer memory or in pages of their own.</summary>
    private sealed unsafe class Spans(
        int changed = -1,
        int change = 0,
        GuardedMemory? memory = null
    )
    {
        private const int Margin = 8;
        private const int Mark = 1234567;

        private readonly List<double[]> numbers = [];
        private readonly List<int[]> integers = [];
        private readonly List<Func<double[]>> contents = [];

        public List<(string Name, int Length, bool IsExact)> Checked { get; } = [];

        public bool AreMarginsUntouched =>
            numbers.All(all => Margins(all).All(number => number == Mark))
            && integers.All(all => Margins(all).All(number => number == Mark));

        /// <summary>All numbers of all spans, in the order in which they were asked for.</summary>
        public IEnumerable<double[]> Contents => contents.Select(content => content());

        public Span<double> this[string name, int length] =>
            Base(Length(name, length, isExact: true));

        public Span<double> AtLeast(string name, int length) =>
            Base(Length(name, length, isExact: false));

        public Span<int> Places(string name, int length) =>
            BasePlaces(Length(name, length, isExact: true));

        public bool[] Truths(string name, int length) =>
            new bool[Length(name, length, isExact: true)];

        /// <summary>A span that others are compared with, or that slices check.</summary>
        public Span<double> Base(int length)
        {
            if (memory is null)
            {
                var span = Within(numbers, length);
                var all = numbers[^1];
                contents.Add(() => all[Margin..^Margin]);
                return span;
            }
            var guarded = memory.Take<double>(length);
            var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(guarded));
            contents.Add(() => new Span<double>((void*)address, length).ToArray());
            return guarded;
        }

        public Span<int> BasePlaces(int length) =>
            memory is null ? Within(integers, length) : memory.Take<int>(length);

        private int Length(string name, int length, bool isExact)
        {
            Checked.Add((name, length, isExact));
            return length + (Checked.Count - 1 == changed ? change : 0);
        }

        private static Span<T> Within<T>(List<T[]> memory, int length)
            where T : System.Numerics.INumber<T>
        {
            var all = new T[length + 2 * Margin];
            Array.Fill(all, T.CreateChecked(Mark));
            memory.Add(all);
            var span = all.AsSpan(Margin, length);
            span.Clear();
            return span;
        }

        private static IEnumerable<T> Margins<T>(T[] all) => [.. all[..Margin], .. all[^Margin..]];
    }
}
