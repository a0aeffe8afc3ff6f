global using TinyAutograd;
global using TinyAutograd.Transformer;
