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

/// Reads the delay that a server asks for before the next request.
enum RetryAfter {
    /// Returns the delay from `retry-after-ms`, or else from `Retry-After` as seconds or as a date (RFC 9110 section
    /// 10.2.3); nil if there is none or it has passed.
    static func delay(in headers: HTTPFields, now: Date) -> Duration? {
        if let milliseconds = headers[.retryAfterMilliseconds].flatMap(number) {
            return positive(milliseconds / 1_000)
        }
        guard let text = headers[.retryAfter] else { return nil }
        if let seconds = number(text) { return positive(seconds) }
        return HTTPDate.date(from: text, now: now).flatMap { positive($0.timeIntervalSince(now)) }
    }

    /// The upper limit in seconds: a header can contain numbers that `Duration` cannot represent.
    private static let longest: Double = 366 * 86_400

    private static func positive(_ seconds: Double) -> Duration? {
        seconds > 0 ? .seconds(min(seconds, longest)) : nil
    }

    private static func number(_ text: String) -> Double? {
        let trimmed = text.trimmingBlanks
        // `Double` would also accept hexadecimal numbers, "nan" and "inf".
        guard trimmed.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
        return Double(trimmed)
    }
}

extension HTTPField.Name {
    static let retryAfterMilliseconds = HTTPField.Name(constant: "retry-after-ms")
    static let shouldRetry = HTTPField.Name(constant: "x-should-retry")
}

/// Computes exponential backoff.
enum Backoff {
    /// Returns `initial * multiplier^exponent`, limited to `maximum`.
    ///
    /// The limit is applied to the factor, because `Duration` overflows after a few dozen doublings.
    static func delay(_ initial: Duration, multiplier: Double, exponent: Int, maximum: Duration) -> Duration {
        guard initial > .zero, maximum > .zero else { return .zero }
        let factor = pow(multiplier, Double(exponent))
        return factor < maximum / initial ? initial * max(factor, 0) : maximum
    }
}
