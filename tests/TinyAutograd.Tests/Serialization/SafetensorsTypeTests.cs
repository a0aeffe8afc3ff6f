using System.Runtime.InteropServices;

namespace TinyAutograd.Tests.Serialization;

/// <summary>Numbers of 16 bits, tried whole: every pattern, and every midpoint between neighbours.</summary>
public class SafetensorsTypeTests
{
    private static readonly ushort[] Patterns =
    [
        .. Enumerable.Range(0, 65_536).Select(bits => (ushort)bits),
    ];

    [Fact]
    public void Every_pattern_of_F16_and_BF16_is_read_exactly_in_both_types()
    {
        var (halves, brains) = (Bits(SafetensorsType.F16), Bits(SafetensorsType.BF16));
        AssertNumbers(halves, bits => (double)BitConverter.UInt16BitsToHalf(bits));
        AssertNumbers(brains, ByDefinition);

        static void AssertNumbers(SafetensorsTensor tensor, Func<ushort, double> expected)
        {
            var single = tensor.ReadVariable<float>().ToArray();
            var wide = tensor.ReadVariable<double>().ToArray();
            foreach (var bits in Patterns)
            {
                var want = expected(bits);
                Assert.True(IsSame(want, wide[bits]) && IsSame(want, single[bits]), $"{bits:x4}");
            }
        }
    }

    // −0 is not 0; every NaN is NaN.
    private static bool IsSame(double want, double got) =>
        double.IsNaN(want)
            ? double.IsNaN(got)
            : BitConverter.DoubleToInt64Bits(want) == BitConverter.DoubleToInt64Bits(got);

    [Theory]
    [InlineData(SafetensorsType.F16)]
    [InlineData(SafetensorsType.BF16)]
    public void Every_pattern_that_is_a_number_is_written_as_it_was_read(SafetensorsType type)
    {
        var tensor = Bits(type);
        AssertSame(SafetensorsTensor.Of("x", tensor.ReadVariable<float>(), type));
        AssertSame(SafetensorsTensor.Of("x", tensor.ReadVariable<double>(), type));

        void AssertSame(SafetensorsTensor again)
        {
            Assert.Equal(type, again.Type);
            var (numbers, bits) = (tensor.ReadVariable<float>().ToArray(), BitsOf(again));
            var read = again.ReadVariable<float>().ToArray();
            foreach (var pattern in Patterns)
            {
                if (float.IsNaN(numbers[pattern]))
                {
                    Assert.True(float.IsNaN(read[pattern]));
                }
                else
                {
                    Assert.Equal(pattern, bits[pattern]);
                }
            }
        }
    }

    // Between each number and the next larger: a little below the middle goes down, the middle to the even one, a little above up.
    [Theory]
    [InlineData(SafetensorsType.F16, 0x7BFF)]
    [InlineData(SafetensorsType.BF16, 0x7F7F)]
    public void Between_all_neighbours_writing_rounds_to_the_nearest_and_ties_to_even(
        SafetensorsType type,
        int largest
    )
    {
        var numbers = Bits(type).ReadVariable<double>().ToArray();
        var inputs = new List<double>();
        var expected = new List<int>();
        for (var bits = 0; bits <= largest; bits++)
        {
            // what would follow the largest, were there another power of two, is the infinity of rounding
            var next = bits < largest ? numbers[bits + 1] : 2 * numbers[bits] - numbers[bits - 1];
            var middle = numbers[bits] + (next - numbers[bits]) / 2; // exact in double
            inputs.AddRange([Math.BitDecrement(middle), middle, Math.BitIncrement(middle)]);
            expected.AddRange([bits, bits + (bits & 1), bits + 1]);
        }
        AssertRounded([.. inputs], [.. expected]);
        AssertRounded([.. inputs.Select(x => -x)], [.. expected.Select(bits => bits | 0x8000)]);
        var middles = inputs.Where((_, i) => i % 3 == 1).Select(x => (float)x).ToArray();
        var even = expected.Where((_, i) => i % 3 == 1).ToArray();
        Assert.Equal(
            even,
            BitsOf(SafetensorsTensor.Of("x", Variable.Of(middles), type)).Select(bits => (int)bits)
        );

        void AssertRounded(double[] values, int[] want) =>
            Assert.Equal(
                want,
                BitsOf(SafetensorsTensor.Of("x", Variable.Of(values), type)).Select(x => (int)x)
            );
    }

    [Fact]
    public void Beyond_the_range_is_infinite_and_a_NaN_stays_one_wherever_its_payload_is()
    {
        var low = BitConverter.UInt32BitsToSingle(0x7F80_0001);
        var values = Variable.Of([1e39, -1e300, double.NaN]);
        foreach (var type in new[] { SafetensorsType.F16, SafetensorsType.BF16 })
        {
            Assert.Equal(
                [double.PositiveInfinity, double.NegativeInfinity, double.NaN],
                SafetensorsTensor.Of("x", values, type).ReadVariable<double>().ToArray()
            );
            Assert.Equal(
                [float.NaN],
                SafetensorsTensor.Of("x", Variable.Of([low]), type).ReadVariable<float>().ToArray()
            );
        }
    }

    [Fact]
    public void A_NaN_of_single_precision_keeps_its_upper_half_as_BF16_if_that_is_one()
    {
        uint[] upper = [.. Patterns.Where(x => (x & 0x7FFF) > 0x7F80).Select(x => (uint)x)];
        uint[] numbers =
        [
            .. upper.Select(x => x << 16),
            .. upper.Select(x => x << 16 | 0xFFFF),
            0x7F80_0001,
            0xFF80_FFFF,
        ];
        uint[] expected = [.. upper, .. upper, 0x7FC0, 0xFFC0];
        var values = Variable.Of(MemoryMarshal.Cast<uint, float>(numbers));
        Assert.Equal(
            expected,
            BitsOf(SafetensorsTensor.Of("x", values, SafetensorsType.BF16)).Select(x => (uint)x)
        );
    }

    [Theory]
    [InlineData(SafetensorsType.I8, sbyte.MinValue, sbyte.MaxValue)]
    [InlineData(SafetensorsType.U8, byte.MinValue, byte.MaxValue)]
    [InlineData(SafetensorsType.I16, short.MinValue, short.MaxValue)]
    [InlineData(SafetensorsType.U16, ushort.MinValue, ushort.MaxValue)]
    [InlineData(SafetensorsType.I32, int.MinValue, int.MaxValue)]
    [InlineData(SafetensorsType.U32, uint.MinValue, uint.MaxValue)]
    [InlineData(SafetensorsType.I64, long.MinValue, long.MaxValue)]
    [InlineData(SafetensorsType.U64, 0, long.MaxValue)]
    public void Integers_of_every_width_come_back(SafetensorsType type, long least, long most)
    {
        long[] values = [least, 0, 1, most];
        var bytes = Safetensors.ToBytes(new([SafetensorsTensor.Of("x", values, [2, 2], type)]));
        var read = Safetensors.Parse(bytes)["x"];
        Assert.Equal((type, Shape.Of(2, 2)), (read.Type, read.Shape));
        Assert.Equal(values, read.ReadInt64());
        Refused("ReadInt", () => read.ReadVariable<float>(), type == SafetensorsType.U64);
        if (most <= int.MaxValue)
        {
            Assert.Equal(values.Select(value => (int)value), read.ReadIndices().ToArray());
        }
        else
        {
            Refused("32 bits", () => read.ReadIndices(), false);
        }
        if (least == 0)
        {
            Assert.Equal(values.Select(value => (ulong)value), read.ReadUInt64());
        }
        else
        {
            Refused("without a sign", () => read.ReadUInt64(), false);
        }
        if (type is not (SafetensorsType.I64 or SafetensorsType.U64))
        {
            Assert.Throws<OverflowException>(() =>
                SafetensorsTensor.Of("x", [most + 1], [1], type)
            );
            Assert.Throws<OverflowException>(() =>
                SafetensorsTensor.Of("x", [least - 1], [1], type)
            );
        }

        static void Refused(string word, Func<object> read, bool isUnsigned)
        {
            var error = Assert.Throws<InvalidDataException>(read);
            var want = word == "ReadInt" ? (isUnsigned ? "ReadUInt64" : "ReadIndices") : word;
            Assert.Contains(want, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Unsigned_integers_beyond_63_bits_are_read_as_such_only()
    {
        var tensor = SafetensorsTensor.Of("x", [0UL, ulong.MaxValue], [2]);
        Assert.Equal([0UL, ulong.MaxValue], tensor.ReadUInt64());
        var error = Assert.Throws<InvalidDataException>(() => tensor.ReadInt64());
        Assert.Contains("ReadUInt64", error.Message, StringComparison.Ordinal);
        Assert.Throws<OverflowException>(() =>
            SafetensorsTensor.Of("x", [-1L], [1], SafetensorsType.U64)
        );
    }

    [Fact]
    public void A_type_for_other_values_is_refused()
    {
        Assert.Throws<ArgumentException>(() =>
            SafetensorsTensor.Of("x", Variable.Of(1.0), SafetensorsType.I64)
        );
        Assert.Throws<ArgumentException>(() =>
            SafetensorsTensor.Of("x", [1L], [1], SafetensorsType.F32)
        );
        Assert.Throws<ArgumentException>(() =>
            SafetensorsTensor.Of("x", [1L], [1], SafetensorsType.Bool)
        );
    }

    private static SafetensorsTensor Bits(SafetensorsType type) =>
        new("x", type, [Patterns.Length], LittleEndian.Bytes<ushort>("x", Patterns), "memory");

    private static ushort[] BitsOf(SafetensorsTensor tensor) =>
        LittleEndian.Values<ushort>(tensor.Bytes.Span);

    // sign, 8 bits of exponent biased by 127, 7 bits behind the leading one
    private static double ByDefinition(ushort bits)
    {
        var (exponent, fraction) = (bits >> 7 & 0xFF, bits & 0x7F);
        var size = exponent switch
        {
            0 => Math.ScaleB(fraction, -126 - 7),
            0xFF => fraction == 0 ? double.PositiveInfinity : double.NaN,
            _ => Math.ScaleB(128 + fraction, exponent - 127 - 7),
        };
        return bits >= 0x8000 ? -size : size;
    }
}
