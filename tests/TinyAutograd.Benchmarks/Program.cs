using TinyAutograd.Benchmarks;

return BenchmarkCommands.Run(args, Console.Out);
