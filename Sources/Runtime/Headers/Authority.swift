/// The authority of an `http` or `https` URL without user information (RFC 3986 section 3.2): a host and an optional
/// port.
///
/// A port is a number from 1 to 65535. Some libraries trap on any other.
struct Authority: Hashable {
    let host: String
    let port: UInt16?

    /// Parses an authority; nil if the text is not one.
    init?(_ text: String) {
        var (host, portText) = (text[...], nil as Substring?)
        if let colon = text.lastIndex(ofByte: ":"), !text[colon...].contains(byte: "]") {
            host = text[..<colon]
            portText = text[text.utf8.index(after: colon)...]
        }
        port = portText.flatMap(Self.port)
        guard (port == nil) == (portText == nil) else { return nil }
        if host.hasPrefix(bytes: "[") {
            guard host.hasSuffix(bytes: "]"), Self.isIPLiteral(Self.inner(host)) else { return nil }
        } else {
            guard !host.isEmpty, !host.contains(anyByteOf: ":[]\\^`{|}<>\"%@/?#"),
                !host.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F })
            else { return nil }
        }
        self.host = String(host)
    }

    private static func port(_ text: Substring) -> UInt16? {
        UInt16(digits: text).flatMap { $0 > 0 ? $0 : nil }
    }

    /// The address within the brackets of an IPv6 literal.
    private static func inner(_ host: Substring) -> Substring {
        Substring(host.utf8.dropFirst().dropLast())
    }

    // MARK: - IPv6

    /// Whether the text is an IPv6 address with an optional zone (RFC 6874).
    private static func isIPLiteral(_ text: Substring) -> Bool {
        let address = text.prefix(beforeByteIn: "%")
        let zone = text[address.endIndex...]
        return isIPv6(address) && (zone.isEmpty || isZone(zone))
    }

    private static func isZone(_ text: Substring) -> Bool {
        let name = text.utf8.dropFirst(3)
        return text.hasPrefix(bytes: "%25") && !name.isEmpty
            && name.allSatisfy { isHexadecimal($0) || 0x61...0x7A ~= $0 | 0x20 || "-._~".utf8.contains($0) }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        hexadecimalValue(byte) != nil
    }

    /// Whether the text is an IPv6 address (RFC 4291 section 2.2).
    private static func isIPv6(_ text: Substring) -> Bool {
        guard let gap = text.utf8.firstRange(of: "::".utf8) else { return groups(text, mayEndInIPv4: true) == 8 }
        let rest = text[gap.upperBound...]
        guard let before = groups(text[..<gap.lowerBound], mayEndInIPv4: false),
            let after = groups(rest, mayEndInIPv4: true)
        else { return false }
        return before + after <= 7
    }

    /// The number of 16-bit groups; nil if a group is invalid.
    private static func groups(_ text: Substring, mayEndInIPv4: Bool) -> Int? {
        if text.isEmpty { return 0 }
        var pieces = text.split(atByte: ":")
        var count = 0
        if mayEndInIPv4, let last = pieces.last, last.contains(byte: ".") {
            guard isIPv4(last) else { return nil }
            pieces.removeLast()
            count = 2
        }
        guard pieces.allSatisfy({ 1...4 ~= $0.utf8.count && $0.utf8.allSatisfy(isHexadecimal) }) else { return nil }
        return count + pieces.count
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let numbers = text.split(atByte: ".")
        return numbers.count == 4
            && numbers.allSatisfy { UInt8(digits: $0) != nil }
    }
}
