global using TinyAutograd.Kernels;
global using TinyAutograd.Transformer;
