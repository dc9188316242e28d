/// A key press.
enum ExplorerKey: Equatable, Sendable {
    case character(Character)
    case up, down, left, right, pageUp, pageDown, home, end
    case enter, backspace, escape, interrupt, suspend
}

/// An incremental decoder from terminal input to keys.
struct ExplorerKeyDecoder {
    private var pending: [UInt8] = []

    /// Whether there is an incomplete sequence, which may also be the Escape key.
    var isWaiting: Bool { !pending.isEmpty }

    mutating func decode(_ bytes: some Sequence<UInt8>) -> [ExplorerKey] {
        pending += bytes
        var keys: [ExplorerKey] = []
        while let (key, count) = next() {
            pending.removeFirst(count)
            if let key { keys.append(key) }
        }
        return keys
    }

    /// Decodes an incomplete sequence after a timeout.
    mutating func flush() -> [ExplorerKey] {
        defer { pending = [] }
        return pending.first == 0x1B ? [.escape] : []
    }

    /// The next key and its length in bytes; nil if it is incomplete. An unknown sequence has a length but no key.
    private func next() -> (key: ExplorerKey?, count: Int)? {
        guard let first = pending.first else { return nil }
        switch first {
        case 0x1B: return sequence()
        case 0x03: return (.interrupt, 1)
        case 0x1A: return (.suspend, 1)
        case 0x0A, 0x0D: return (.enter, 1)
        case 0x08, 0x7F: return (.backspace, 1)
        case 0x02: return (.pageUp, 1)
        case 0x06: return (.pageDown, 1)
        case 0..<0x20: return (nil, 1)
        default:
            let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
            guard pending.count >= length else { return nil }
            let text = String(decoding: pending.prefix(length), as: UTF8.self)
            return (text.first.map { .character($0) }, length)
        }
    }

    /// Decodes control sequences and keys of application mode (ECMA-48, section 5.4).
    private func sequence() -> (key: ExplorerKey?, count: Int)? {
        guard pending.count > 1 else { return nil }
        guard pending[1] == UInt8(ascii: "[") || pending[1] == UInt8(ascii: "O") else { return (.escape, 1) }
        guard let end = pending.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else { return nil }
        let key: ExplorerKey? =
            switch (pending[end], String(decoding: pending[2..<end], as: UTF8.self)) {
            case (UInt8(ascii: "A"), _): .up
            case (UInt8(ascii: "B"), _): .down
            case (UInt8(ascii: "C"), _): .right
            case (UInt8(ascii: "D"), _): .left
            case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), "1"), (UInt8(ascii: "~"), "7"): .home
            case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), "4"), (UInt8(ascii: "~"), "8"): .end
            case (UInt8(ascii: "~"), "5"): .pageUp
            case (UInt8(ascii: "~"), "6"): .pageDown
            default: nil
            }
        return (key, end + 1)
    }
}
