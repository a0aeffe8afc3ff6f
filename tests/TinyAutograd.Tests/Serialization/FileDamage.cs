using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace TinyAutograd.Tests.Serialization;

/// <summary>One to three faults in a sound file: a byte replaced or put in, bytes left out, repeated or turned round.</summary>
internal static class FileDamage
{
    /// <summary>Reads damaged files: all are read or refused with an <see cref="InvalidDataException"/> whose message has the pattern, and
    /// nothing else happens.</summary>
    public static (int Read, int Refused) Try(
        byte[] sound,
        int count,
        ulong seed,
        string telling,
        string messagePattern,
        Action<byte[]> read,
        int mostMemory = 8 << 20
    )
    {
        var (accepted, refused) = (0, 0);
        var replacement = Gen.OneOf(
            Gen.Choose(0, 255).Select(value => (byte)value),
            Gen.Elements(Encoding.UTF8.GetBytes(telling))
        );
        var edit =
            from kind in Gen.Choose(0, 4)
            from position in Gen.Choose(0, sound.Length - 1)
            from value in replacement
            from length in Gen.Choose(1, 12)
            select (kind, position, value, length);
        var edits = edit.ArrayOf(3).SelectMany(all => Gen.Choose(1, 3).Select(n => all[..n]));
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(seed, 1),
            Prop.ForAll(
                edits.ToArbitrary(),
                list =>
                {
                    var bytes = list.Aggregate(sound, Damage);
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    try
                    {
                        read(bytes);
                        accepted++;
                    }
                    catch (InvalidDataException error)
                    {
                        Assert.Matches(messagePattern, error.Message);
                        refused++;
                    }
                    Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, mostMemory);
                }
            )
        );
        Assert.Equal(count, accepted + refused);
        return (accepted, refused);
    }

    public static byte[] Damage(byte[] bytes, (int Kind, int Position, byte Value, int Count) edit)
    {
        var position = Math.Min(edit.Position, bytes.Length);
        var end = Math.Min(position + edit.Count, bytes.Length);
        return edit.Kind switch
        {
            0 =>
            [
                .. bytes[..position],
                edit.Value,
                .. bytes[Math.Min(position + 1, bytes.Length)..],
            ],
            1 => [.. bytes[..position], edit.Value, .. bytes[position..]],
            2 => [.. bytes[..position], .. bytes[end..]],
            3 => [.. bytes[..end], .. bytes[position..]],
            _ => [.. bytes[..position], .. bytes[position..end].Reverse(), .. bytes[end..]],
        };
    }
}
