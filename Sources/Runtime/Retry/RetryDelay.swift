import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// How long a server asks to wait before the next request.
enum RetryAfter {
    /// The wait that a response asks for, whatever its length: `retry-after-ms`, else `Retry-After` as seconds, else
    /// as a date (RFC 9110 section 10.2.3). Nil where it asks for none, or for one that is over.
    static func delay(in headers: HTTPFields, now: Date) -> Duration? {
        if let milliseconds = headers[.retryAfterMilliseconds].flatMap(number) {
            return positive(milliseconds / 1_000)
        }
        guard let text = headers[.retryAfter] else { return nil }
        if let seconds = number(text) { return positive(seconds) }
        return HTTPDate.date(from: text, now: now).flatMap { positive($0.timeIntervalSince(now)) }
    }

    /// Longer waits count as this one; `Duration` cannot hold every number that a header can.
    private static let longest: Double = 366 * 86_400

    private static func positive(_ seconds: Double) -> Duration? {
        seconds > 0 ? .seconds(min(seconds, longest)) : nil
    }

    private static func number(_ text: String) -> Double? {
        let trimmed = text.trimmingBlanks
        // `Double` also reads hexadecimal numbers, "nan" and "inf".
        guard trimmed.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
        return Double(trimmed)
    }
}

extension HTTPField.Name {
    static let retryAfterMilliseconds = HTTPField.Name(constant: "retry-after-ms")
    static let shouldRetry = HTTPField.Name(constant: "x-should-retry")
}

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
