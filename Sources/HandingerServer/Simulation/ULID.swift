#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Universally unique, lexicographically sortable identifiers: 48 bits of time and 80 random bits in Crockford's base
/// 32.
///
/// Source: the ULID specification, https://github.com/ulid/spec.
enum ULID {
    private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    static func make(at date: Date) -> String {
        let milliseconds = UInt128(max(0, date.timeIntervalSince1970 * 1_000)) & 0xFFFF_FFFF_FFFF
        var value = milliseconds << 80 | UInt128.random(in: 0..<(1 << 80))
        var text: [Character] = []
        for _ in 0..<26 {
            text.append(digits[Int(value & 31)])
            value >>= 5
        }
        return String(text.reversed())
    }
}
