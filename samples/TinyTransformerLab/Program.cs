using TinyTransformerLab;

return Commands.Run(args);
