extension JSONTree {
    /// Parses one JSON value in any Unicode encoding. Of members with the same name only the last is kept, and a lone
    /// surrogate becomes U+FFFD.
    package init(parsing bytes: [UInt8]) throws(JSONReadingError) {
        self = try JSONIndex(detectingEncodingOf: bytes).tree(at: 0)
    }

    /// The reason that bytes cannot be parsed; nil if they can.
    static func error(in bytes: [UInt8]) -> JSONReadingError? {
        do {
            _ = try JSONIndex(detectingEncodingOf: bytes)
            return nil
        } catch {
            return error
        }
    }

    /// Parses a sequence of JSON values, such as JSON Lines; an empty text has none.
    package static func sequence(parsing bytes: [UInt8]) throws(JSONReadingError) -> [JSONTree] {
        let json = try JSONIndex(detectingEncodingOf: bytes, isSequence: true)
        var (values, index) = ([JSONTree](), 0)
        while index < json.count {
            values.append(json.tree(at: index))
            index = Int(json[index].next)
        }
        return values
    }
}

extension JSONTree: Decodable {
    /// Decodes any JSON value. A foreign decoder does not tell the order of members and the spelling of numbers.
    package init(from decoder: any Decoder) throws {
        if let decoder = decoder as? JSONIndexDecoder {
            self = decoder.json.tree(at: decoder.index)
        } else {
            self = try JSONTree(encoding: JSONValue(from: decoder))
        }
    }
}

extension JSONIndex {
    /// The entry with all its elements or members.
    fileprivate func tree(at index: Int) -> JSONTree {
        let entry = self[index]
        switch entry.kind {
        case .null: return .null
        case .bool: return .bool(entry.isPlain)
        case .number: return .number(withBytes(of: index) { String(decoding: $0, as: UTF8.self) })
        case .string: return .string(string(of: index))
        case .array:
            var elements: [JSONTree] = []
            elements.reserveCapacity(Int(entry.count))
            var element = index + 1
            while element < entry.next {
                elements.append(tree(at: element))
                element = Int(self[element].next)
            }
            return .array(elements)
        case .object:
            var members: [JSONTree.Member] = []
            members.reserveCapacity(Int(entry.count))
            var key = index + 1
            while key < entry.next {
                if !self[key].isReplaced {
                    members.append(JSONTree.Member(name: string(of: key), value: tree(at: key + 1)))
                }
                key = Int(self[key + 1].next)
            }
            return .object(members)
        }
    }
}

/// The reason that a text cannot be read as JSON, as a sentence about "it": `it ends too early.`
package enum JSONReadingError: Error, Equatable {
    /// The text is not JSON (RFC 8259).
    case invalid(String)
    /// The text is too large or nested too deeply, though it may be JSON.
    case beyondLimit(String)

    package var reason: String {
        switch self {
        case .invalid(let reason), .beyondLimit(let reason): reason
        }
    }
}
