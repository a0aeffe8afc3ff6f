Console.WriteLine("TinyTransformerLab");
