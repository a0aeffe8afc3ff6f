using System.Net;
using System.Net.Sockets;

namespace TinyTransformerLab;

/// <summary>Sockets bound to one port of this computer's loopback addresses: 127.0.0.1, and ::1 where it is free.</summary>
internal sealed class LoopbackSockets : IDisposable
{
    private readonly List<Socket> sockets = [];

    /// <param name="port">The port; 0 for any free one.</param>
    /// <exception cref="ArgumentException">There is no such port.</exception>
    /// <exception cref="IOException">The port cannot be had.</exception>
    public LoopbackSockets(int port)
    {
        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new ArgumentException(
                $"The port is {port}; it must be from 0 (any free one) to {IPEndPoint.MaxPort}."
            );
        }
        try
        {
            Bind(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch (SocketException error)
        {
            throw new IOException(
                error.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"Port {port} of 127.0.0.1 is taken by another program. Choose another --port, or 0 for any free one."
                    : $"Port {port} of 127.0.0.1 cannot be opened: {error.Message}. Choose another --port, or 0 for any free one.",
                error
            );
        }
        TryBind(new IPEndPoint(IPAddress.IPv6Loopback, Port));
    }

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)sockets[0].LocalEndPoint!).Port;

    /// <summary>Where they are bound.</summary>
    public IEnumerable<IPEndPoint> EndPoints =>
        sockets.Select(socket => (IPEndPoint)socket.LocalEndPoint!);

    /// <summary>The socket that is bound there.</summary>
    public Socket At(EndPoint endPoint) =>
        sockets.First(socket => socket.LocalEndPoint!.Equals(endPoint));

    public void Dispose() => sockets.ForEach(socket => socket.Dispose());

    private void Bind(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                // Elsewhere a bound port is exclusive anyway.
                socket.ExclusiveAddressUse = true;
            }
            socket.Bind(endPoint);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
        sockets.Add(socket);
    }

    // Only a convenience for those who type "localhost": without IPv6, or with that port taken, 127.0.0.1 is enough.
    private void TryBind(IPEndPoint endPoint)
    {
        try
        {
            Bind(endPoint);
        }
        catch (SocketException error)
            when (error.SocketErrorCode
                    is SocketError.AddressAlreadyInUse
                        or SocketError.AddressNotAvailable
                        or SocketError.AddressFamilyNotSupported
                        or SocketError.ProtocolNotSupported
            )
        {
            // the printed address is 127.0.0.1
        }
    }
}
