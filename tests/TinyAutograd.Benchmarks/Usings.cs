global using Microsoft.Playwright;
global using TinyAutograd.Kernels;
global using TinyAutograd.Transformer;
