namespace TinyAutograd.Tests.Hardening;

/// <content>The library's own types, streams, files and functions of the caller.</content>
internal sealed partial class HostileArguments
{
    private static readonly Dictionary<Type, Func<HostileArguments, object>> Makers = new()
    {
        [typeof(double)] = draw => draw.Number(),
        [typeof(float)] = draw => (float)draw.Number(),
        [typeof(bool)] = draw => draw.Next(2) == 0,
        [typeof(byte)] = draw => (byte)draw.Next(256),
        [typeof(uint)] = draw => (uint)draw.Integer(),
        [typeof(ulong)] = draw => (ulong)draw.Integer(),
        [typeof(object)] = draw => draw.Text(),
        [typeof(Index)] = draw => new Index(draw.Next(5), draw.Next(2) == 0),
        [typeof(Range)] = draw => new Range(
            new Index(draw.Next(4), draw.Next(2) == 0),
            new Index(draw.Next(4), draw.Next(2) == 0)
        ),
        [typeof(Shape)] = draw => draw.Shape(),
        [typeof(Axes)] = draw =>
            draw.Next(3) == 0
                ? Axes.All
                : Axes.Of([
                    .. draw.Several(
                            () => draw.Next(10) == 0 ? draw.Next(16) - 8 : draw.Next(5) - 2,
                            3
                        )
                        .Distinct(),
                ]),
        [typeof(Variable<double>)] = draw => draw.Variable(),
        [typeof(Parameter<double>)] = draw => draw.Parameter(),
        [typeof(Indices)] = draw =>
        {
            var shape = draw.Shape();
            return Indices.Of(
                Exactly(() => draw.Next(8) == 0 ? draw.Integer() : draw.Next(3), shape),
                shape
            );
        },
        [typeof(Mask)] = draw =>
        {
            var shape = draw.Shape();
            return Mask.Of(Exactly(() => draw.Next(2) == 0, shape), shape);
        },
        [typeof(RandomGenerator)] = draw => new RandomGenerator(draw.Next(100)),
        [typeof(Tape<double>)] = draw => draw.Tape(),
        [typeof(Workspace<double>)] = draw =>
            draw.Next(2) == 0 ? draw.Tape() : draw.Closable(new Workspace<double>()),
        [typeof(TapeEntry<double>)] = draw =>
        {
            var tape = draw.Kept(new Tape<double>());
            var x = TinyAutograd.Variable.Ones<double>([2]);
            _ = x * x + x;
            var entry = tape.Entries[draw.Next(2)];
            draw.MayClose(tape);
            return entry;
        },
        [typeof(Gradients<double>)] = draw => draw.Gradients(),
        [typeof(MappedSafetensors)] = draw =>
            draw.Closable(Safetensors.Map(draw.Written("mapped.safetensors", SmallFile()))),
        [typeof(AnomalyDetection<double>)] = draw => draw.Closable(new AnomalyDetection<double>()),
        [typeof(TapeTimes<double>)] = draw =>
        {
            var times = draw.Closable(new TapeTimes<double>(draw.Kept(new Tape<double>())));
            _ = TinyAutograd.Variable.Ones<double>([2]) * 2.0;
            return times;
        },
        [typeof(System.Numerics.Tensors.Tensor<double>)] = draw =>
            draw.Tamely(draw.Variable).ToTensor(),
        [typeof(Buffer<double>)] = draw => new Buffer<double>("b", draw.Tamely(draw.Variable)),
        [typeof(FeatureScaling<double>)] = _ => new FeatureScaling<double>(
            TinyAutograd.Variable.Of([1.0, 2.0]),
            TinyAutograd.Variable.Of([0.5, 2.0])
        ),
        [typeof(GradientCheckReport)] = draw =>
            GradientCheck.Of(x => x.Square(), TinyAutograd.Variable.Of([1.0, draw.Number()])),
        [typeof(ReadOnlyMemory<byte>)] = draw => new ReadOnlyMemory<byte>(draw.Content()),
        [typeof(Stream)] = draw =>
        {
            var content = draw.Content();
            if (draw.Next(3) == 0)
            {
                return draw.Closable(new MemoryStream(content, writable: false));
            }
            var stream = new MemoryStream();
            stream.Write(content);
            stream.Position = 0;
            return draw.Closable(stream);
        },
        [typeof(AxisIndex)] = draw =>
            draw.Next(2) == 0
                ? (AxisIndex)new Index(draw.Next(4), draw.Next(2) == 0)
                : (AxisIndex)(draw.Next(2)..draw.Next(4)),
        [typeof(Op<double>)] = draw =>
        {
            using var tape = new Tape<double>();
            var x = TinyAutograd.Variable.Ones<double>([2]);
            _ = (x + x).Exp().LayerNorm();
            return tape.Entries[draw.Next(3)].Op;
        },
        [typeof(TimeProvider)] = _ => TimeProvider.System,
        [typeof(IFormatProvider)] = _ => System.Globalization.CultureInfo.InvariantCulture,
        [typeof(CancellationToken)] = draw => new CancellationToken(draw.Next(3) == 0),
        [typeof(Func<Variable<double>, Variable<double>>)] = draw =>
        {
            var result = draw.Result();
            return (Func<Variable<double>, Variable<double>>)(x => result([x]));
        },
        [typeof(Func<IReadOnlyList<Variable<double>>, Variable<double>>)] = draw => draw.Result(),
        [typeof(Func<Variable<double>>)] = draw =>
        {
            var (result, x) = (draw.Result(), draw.Variable());
            return (Func<Variable<double>>)(() => result([x]));
        },
        [typeof(Func<int, Variable<double>, Variable<double>>)] = draw =>
        {
            var result = draw.Result();
            return (Func<int, Variable<double>, Variable<double>>)((_, x) => result([x]));
        },
        [typeof(Func<Variable<double>, Variable<double>, Variable<double>, Variable<double>>)] =
            draw =>
            {
                var result = draw.Result();
                return (Func<
                    Variable<double>,
                    Variable<double>,
                    Variable<double>,
                    Variable<double>
                >)((x, y, dy) => result([dy, y, x]));
            },
        [
            typeof(Func<
                IReadOnlyList<Variable<double>>,
                Variable<double>,
                Variable<double>,
                IReadOnlyList<Variable<double>>
            >)
        ] = draw =>
        {
            var (result, isNull) = (draw.Result(), draw.IsNullNow());
            return (Func<
                IReadOnlyList<Variable<double>>,
                Variable<double>,
                Variable<double>,
                IReadOnlyList<Variable<double>>
            >)((x, y, dy) => isNull ? null! : [.. x.Select(_ => result([dy]))]);
        },
        [typeof(Initializer<double>)] = draw =>
        {
            var (kind, shape) = (draw.isTame ? 3 : draw.Next(4), draw.Shape());
            draw.HasNull |= kind == 0;
            return (Initializer<double>)(
                (wanted, _) =>
                    kind switch
                    {
                        0 => null!,
                        1 => throw CallersOwn(),
                        2 => TinyAutograd.Variable.Ones<double>(shape),
                        _ => TinyAutograd.Variable.Ones<double>(wanted),
                    }
            );
        },
        [typeof(ParameterUpdate<double, double>)] = draw =>
        {
            var isFaulty = draw.Next(2) == 0;
            return (ParameterUpdate<double, double>)(
                (values, state) =>
                {
                    values.Fill(state);
                    if (isFaulty)
                    {
                        throw CallersOwn();
                    }
                }
            );
        },
    };

    private static byte[] SmallFile() =>
        Safetensors.ToBytes(
            new SafetensorsFile([SafetensorsTensor.Of("a", TinyAutograd.Variable.Of([1.0, 2.0]))])
        );

    private string? folder;

    /// <summary>What a function of the caller throws: it comes out as it is.</summary>
    public static Exception CallersOwn() => new NotFiniteNumberException("the caller's own");

    /// <summary>Whether a path is meant by this name of a parameter.</summary>
    public static bool IsPath(string name) =>
        name.EndsWith("path", StringComparison.OrdinalIgnoreCase) || name == "folder";

    /// <summary>A file of this draw alone.</summary>
    public string Written(string name, byte[] content)
    {
        folder ??= Kept(new TemporaryFolder()).Path;
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private string Text() => Texts[Next(Texts.Length)];

    private byte[] Content()
    {
        var contents = files?.Values.ToArray() ?? [SmallFile()];
        var content = Next(4) switch
        {
            0 => [],
            1 => Exactly(() => (byte)Next(256), Next(100)),
            _ => contents[Next(contents.Length)],
        };
        return [.. content];
    }

    private string FilePath()
    {
        var path = Written("some.file", Content());
        return Next(8) switch
        {
            0 => "",
            1 => "\0",
            2 => folder!,
            3 => Path.Combine(folder!, "missing", "file"),
            4 => Path.Combine(folder!, "new"),
            _ => path,
        };
    }
}
