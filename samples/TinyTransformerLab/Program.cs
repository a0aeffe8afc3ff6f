using TinyTransformerLab;

return CommandLine.Run(args);
