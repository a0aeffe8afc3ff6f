using System.Runtime.CompilerServices;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>Memory of kernels: where it begins, and boxes within it.</summary>
public unsafe class MemoryTests
{
    [Fact]
    public void Arrays_begin_on_a_cache_line_and_hold_as_much_as_was_asked_for()
    {
        Check<float>();
        Check<double>();

        static void Check<T>()
            where T : unmanaged
        {
            for (var length = 0; length < 40; length++)
            {
                var (array, offset) = AlignedMemory.Allocate<T>(length);
                Assert.InRange(offset, 0, array.Length - length);
                Assert.True(array.Length <= length + 64 / sizeof(T));
                var address = (nint)Unsafe.AsPointer(ref array[offset]);
                Assert.Equal(0, address % 64);
                GC.Collect(0);
                Assert.Equal(address, (nint)Unsafe.AsPointer(ref array[offset]));
            }
        }
    }

    [Fact]
    public void Scratch_begins_on_a_cache_line_and_is_reused()
    {
        var small = (nint)Scratch.Get<double>(Scratch.Slot.A, 3);
        Assert.Equal(0, small % 64);
        Assert.Equal(small, (nint)Scratch.Get<float>(Scratch.Slot.A, 5));
        Assert.NotEqual(small, (nint)Scratch.Get<double>(Scratch.Slot.B, 3));
        for (var count = 0; count < 300; count++)
        {
            var scratch = Scratch.Get<double>(Scratch.Slot.A, 1000 + count);
            Assert.Equal(0, (nint)scratch % 64);
            new Span<double>(scratch, 1000 + count).Fill(count);
        }
    }

    [Fact]
    public void A_box_is_added_where_its_strides_say()
    {
        var y = new double[] { 1, 2, 3 };
        BoxSum.Add<double>([5], [], y, 1, []);
        Assert.Equal([1, 7, 3], y);
        y = new double[12];
        BoxSum.Add<double>([1, 2, 3, 4, 5, 6], [3, 2], y, 1, [4, 2]);
        Assert.Equal([0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6], y);
        y = new double[8];
        BoxSum.Add<double>([1, 2, 3, 4], [2, 1, 2], y, 6, [-4, 0, 1]);
        Assert.Equal([0, 0, 3, 4, 0, 0, 1, 2], y);
    }
}
