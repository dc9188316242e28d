#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A node of a value during encoding. It is a class, because nested containers and `superEncoder` may be filled after
/// the container that returned them.
final class EncodingNode {
    private enum Content {
        case unset
        case value(JSONTree)
        case array([EncodingNode])
        case object([(name: String, node: EncodingNode)], positions: [BytewiseText: Int])
    }

    private var content = Content.unset
    /// True for dictionaries, whose order differs from run to run.
    private var isSorted = false

    var resolved: JSONTree {
        switch content {
        case .unset:
            return .object([])
        case .value(let value):
            return value
        case .array(let nodes):
            return .array(nodes.map(\.resolved))
        case .object(let members, _):
            let resolved = members.map { JSONTree.Member(name: $0.name, value: $0.node.resolved) }
            return .object(isSorted ? resolved.sorted { $0.name < $1.name } : resolved)
        }
    }

    var elementCount: Int {
        if case .array(let nodes) = content { nodes.count } else { 0 }
    }

    func set(_ value: JSONTree) {
        content = .value(value)
    }

    /// Makes this an object. A second keyed container adds members, as `Encoder` requires.
    func becomeObject() {
        if case .object = content { return }
        content = .object([], positions: [:])
    }

    func becomeArray() {
        if case .array = content { return }
        content = .array([])
    }

    /// Adds a member. For repeated names the last value counts, at the position of the first.
    func member(_ name: String) -> EncodingNode {
        becomeObject()
        guard case .object(var members, var positions) = content else { return self }
        content = .unset
        let node = EncodingNode()
        if let position = positions[BytewiseText(name)] {
            members[position].node = node
        } else {
            positions[BytewiseText(name)] = members.count
            members.append((name, node))
        }
        content = .object(members, positions: positions)
        return node
    }

    func nextElement() -> EncodingNode {
        becomeArray()
        guard case .array(var nodes) = content else { return self }
        content = .unset
        let node = EncodingNode()
        nodes.append(node)
        content = .array(nodes)
        return node
    }

    func set(_ value: Double, at path: [any CodingKey]) throws {
        let number = JSONNumber(value)
        guard number.isFinite else {
            let context = EncodingError.Context(codingPath: path, debugDescription: "JSON has no form for \(value).")
            throw EncodingError.invalidValue(value, context)
        }
        content = .value(.number(number.description))
    }

    /// Encodes any value. Foundation types are encoded in the form that JSON APIs use, not in their `Codable` form.
    func encode<Value: Encodable>(_ value: Value, at path: [any CodingKey]) throws {
        switch value {
        case let date as Date: try date.encodeWire(to: NodeEncoder(node: self, codingPath: path))
        case let data as Data: set(.string(data.base64EncodedString()))
        case let url as URL: set(.string(url.absoluteString))
        case let decimal as Decimal: set(.number(decimal.description))
        default:
            try value.encode(to: NodeEncoder(node: self, codingPath: path))
            isSorted = Value.self is any UnorderedMembers.Type
        }
    }
}

/// Marks `Dictionary` as unordered, whatever its types.
private protocol UnorderedMembers {}
extension Dictionary: UnorderedMembers {}
