import APIRuntime

extension ValueSchema {
    /// All violations in a value, in the order of their paths.
    ///
    /// - Parameter path: The name of the value in the violations.
    func violations(of value: JSONValue, at path: String = "") -> [SchemaViolation] {
        func violation(_ reason: String) -> [SchemaViolation] {
            [SchemaViolation(path: path, reason: reason)]
        }
        switch self {
        case .any:
            return []
        case .null:
            return value.isNull ? [] : violation("must be null")
        case .boolean:
            return value.boolValue == nil ? violation("must be true or false") : []
        case .string(let minLength, let maxLength, let pattern, let format, let enumeration):
            guard let text = value.stringValue else { return violation("must be a string") }
            let rules = StringRules(minLength, maxLength, pattern, format, enumeration)
            return rules.reasons(against: text).flatMap(violation)
        case .integer(let minimum, let maximum, let above, let below):
            guard case .number(let number) = value, number.integer != nil else {
                return violation("must be a whole number")
            }
            return NumberRules(minimum, maximum, above, below).reasons(against: number.double).flatMap(violation)
        case .number(let minimum, let maximum, let above, let below):
            guard let number = value.doubleValue else { return violation("must be a number") }
            return NumberRules(minimum, maximum, above, below).reasons(against: number).flatMap(violation)
        case .constant(let constant):
            return value == constant ? [] : violation("must be \(constant)")
        case .array(let items, let minItems, let maxItems):
            guard let elements = value.arrayValue else { return violation("must be an array") }
            var found: [SchemaViolation] = []
            if let minItems, elements.count < minItems { found += violation("must have at least \(minItems) elements") }
            if let maxItems, elements.count > maxItems { found += violation("must have at most \(maxItems) elements") }
            return found
                + elements.enumerated().flatMap { items.violations(of: $0.element, at: "\(path)[\($0.offset)]") }
        case .object(let properties, let required, let additional):
            guard let members = value.objectValue else { return violation("must be an object") }
            let missing = required.filter { members[$0] == nil }.map {
                SchemaViolation(path: Self.join(path, $0), reason: "is missing")
            }
            return missing
                + members.sorted { $0.key < $1.key }.flatMap { name, member -> [SchemaViolation] in
                    let place = Self.join(path, name)
                    guard let schema = properties[name] ?? additional else {
                        return [SchemaViolation(path: place, reason: "is not a property that is allowed here")]
                    }
                    return schema.violations(of: member, at: place)
                }
        case .anyOf(let schemas):
            let fits = schemas.contains { $0.violations(of: value).isEmpty }
            return fits ? [] : violation("must fit one of the forms that the API document describes")
        case .oneOf(let discriminator, let members):
            guard value.objectValue != nil else { return violation("must be an object") }
            let place = Self.join(path, discriminator)
            guard let name = value[discriminator] else { return [SchemaViolation(path: place, reason: "is missing")] }
            guard let member = name.stringValue.flatMap({ members[$0] }) else {
                let names = members.keys.sorted().joinedAsAlternatives
                return [SchemaViolation(path: place, reason: "must be \(names)")]
            }
            return member.violations(of: value, at: path)
        case .nullable(let schema):
            return value.isNull ? [] : schema.violations(of: value, at: path)
        case .reference:
            return resolved.violations(of: value, at: path)
        }
    }

    private static func join(_ path: String, _ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }
}

/// The rules of a string schema.
private struct StringRules {
    let minLength, maxLength: Int?
    let pattern, format: String?
    let enumeration: [String]?

    init(_ minLength: Int?, _ maxLength: Int?, _ pattern: String?, _ format: String?, _ enumeration: [String]?) {
        (self.minLength, self.maxLength) = (minLength, maxLength)
        (self.pattern, self.format, self.enumeration) = (pattern, format, enumeration)
    }

    func reasons(against text: String) -> [String] {
        let length = text.unicodeScalars.count
        var reasons: [String] = []
        if let minLength, length < minLength {
            reasons.append("must be at least \(minLength) character\(minLength == 1 ? "" : "s") long")
        }
        if let maxLength, length > maxLength {
            reasons.append("must be at most \(maxLength) character\(maxLength == 1 ? "" : "s") long")
        }
        if let pattern, let regex = try? Regex(pattern), text.firstMatch(of: regex) == nil {
            reasons.append("must match \(pattern)")
        }
        if format == "date-time", RFC3339.date(from: text) == nil {
            reasons.append("must be a date and time such as 2030-01-31T09:00:00Z")
        }
        if let enumeration, !enumeration.contains(text) {
            reasons.append("must be \(enumeration.joinedAsAlternatives)")
        }
        return reasons
    }
}

/// The rules of a number schema.
private struct NumberRules {
    let minimum, maximum, exclusiveMinimum, exclusiveMaximum: Double?

    init(_ minimum: Double?, _ maximum: Double?, _ above: Double?, _ below: Double?) {
        (self.minimum, self.maximum, exclusiveMinimum, exclusiveMaximum) = (minimum, maximum, above, below)
    }

    func reasons(against number: Double) -> [String] {
        var reasons: [String] = []
        if let minimum, number < minimum { reasons.append("must be at least \(JSONNumber(minimum))") }
        if let maximum, number > maximum { reasons.append("must be at most \(JSONNumber(maximum))") }
        if let exclusiveMinimum, number <= exclusiveMinimum {
            reasons.append("must be more than \(JSONNumber(exclusiveMinimum))")
        }
        if let exclusiveMaximum, number >= exclusiveMaximum {
            reasons.append("must be less than \(JSONNumber(exclusiveMaximum))")
        }
        return reasons
    }
}

extension Sequence where Element == String {
    fileprivate var joinedAsAlternatives: String {
        let names = Array(self)
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }
}
