using TinyAutograd;

/// <summary>A pole that stands on a cart, which is pushed left or right with a fixed force. Barto, Sutton and Anderson 1983.</summary>
internal sealed class CartAndPole
{
    /// <summary>The position and speed of the cart, the angle and angular speed of the pole.</summary>
    public const int StateSize = 4;

    /// <summary>After so many steps, four seconds, a game is over and won.</summary>
    public const int MostSteps = 200;

    private const double Gravity = 9.8; // m/s²
    private const double CartMass = 1; // kg
    private const double PoleMass = 0.1; // kg
    private const double HalfLength = 0.5; // m
    private const double Force = 10; // N
    private const double Interval = 0.02; // s
    private const double MostPosition = 2.4; // m
    private const double MostAngle = 12 * Math.PI / 180;

    private double position;
    private double speed;
    private double angle;
    private double angularSpeed;

    public CartAndPole(RandomGenerator random) =>
        (position, speed, angle, angularSpeed) = (
            Small(random),
            Small(random),
            Small(random),
            Small(random)
        );

    public int StepCount { get; private set; }

    public bool HasFallen => Math.Abs(position) > MostPosition || Math.Abs(angle) > MostAngle;

    public bool IsOver => HasFallen || StepCount == MostSteps;

    public double[] State => [position, speed, angle, angularSpeed];

    /// <summary>Pushes for one interval: 0 to the left, 1 to the right.</summary>
    public void Push(int direction)
    {
        var (sin, cos) = Math.SinCos(angle);
        var mass = CartMass + PoleMass;
        var force = direction == 1 ? Force : -Force;
        // θ″ = (g sin θ + cos θ · (−F − m l θ′² sin θ) / M) / (l (4/3 − m cos² θ / M)),  x″ = (F + m l (θ′² sin θ − θ″ cos θ)) / M
        var swing = PoleMass * HalfLength * angularSpeed * angularSpeed * sin;
        var angular =
            (Gravity * sin - cos * (force + swing) / mass)
            / (HalfLength * (4.0 / 3 - PoleMass * cos * cos / mass));
        var linear = (force + swing - PoleMass * HalfLength * angular * cos) / mass;
        position += Interval * speed;
        speed += Interval * linear;
        angle += Interval * angularSpeed;
        angularSpeed += Interval * angular;
        StepCount++;
    }

    private static double Small(RandomGenerator random) => 0.1 * random.NextDouble() - 0.05;
}
