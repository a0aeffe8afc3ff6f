global using TinyAutograd.Transformer;
