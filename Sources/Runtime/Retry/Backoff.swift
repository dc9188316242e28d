#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Waits that grow with each failure.
enum Backoff {
    /// `initial * multiplier^exponent`, at most `maximum`.
    ///
    /// The product is bounded before it becomes a `Duration`, which cannot hold what a few dozen doublings give.
    static func delay(_ initial: Duration, multiplier: Double, exponent: Int, maximum: Duration) -> Duration {
        guard initial > .zero, maximum > .zero else { return .zero }
        let factor = pow(multiplier, Double(exponent))
        return factor < maximum / initial ? initial * max(factor, 0) : maximum
    }
}
