import HandingerGeneratorModel

// Declared types.
extension Comparison {
    mutating func compareTypes() {
        for type in old.types {
            guard let name = old.parent(of: type) else {
                compareDeclared(type)
                continue
            }
            // The change of the parent type covers its nested types.
            guard renames.newNames[name] == nil, new.typesByName[name] != nil else { continue }
            compareDeclared(type)
        }
        for type in new.types where old.typesByName[type.qualifiedName] == nil {
            guard !renames.isNewName(type.qualifiedName) else { continue }
            if let name = new.parent(of: type), old.typesByName[name] == nil { continue }
            add(.compatible, .added, type.qualifiedName, "is new", new: type.place)
        }
        compareUnions()
    }

    private mutating func compareDeclared(_ type: TypeDeclaration) {
        let name = type.qualifiedName
        if let other = new.typesByName[name] {
            compare(type, other)
        } else if let newName = renames.newNames[name], let other = new.typesByName[newName] {
            broken.insert(name)
            add(
                .breaking,
                .changed,
                name,
                "is now `\(newName)`",
                because: "code that names the type does not compile",
                old: type.place,
                new: other.place
            )
        } else {
            broken.insert(name)
            let reason = "code that names the type does not compile"
            add(.breaking, .removed, name, "is gone", because: reason, old: type.place)
        }
    }

    private mutating func compare(_ a: TypeDeclaration, _ b: TypeDeclaration) {
        switch (a.kind, b.kind) {
        case (.structure(let was), .structure(let is_)):
            compareProperties(was, is_, a, b)
        case (.enumeration(let was), .enumeration(let is_)):
            compare(was, is_, a, b)
        case (.union, .union):
            break  // when it is known which payloads break
        case (.alias(let was), .alias(let is_)), (.wrapper(let was), .wrapper(let is_)):
            if renames.applied(to: was) != is_ {
                breaks(a, b, "is `\(is_.text)` and was `\(was.text)`", "values of the old type do not fit")
            }
        default:
            breaks(a, b, "is \(b.kind.name) and was \(a.kind.name)", "code that uses it was written for the old kind")
        }
        compareProse(a.documentation, b.documentation, a.qualifiedName, old: a.place, new: b.place)
        compareDeprecation(a.documentation, b.documentation, a.qualifiedName, old: a.place, new: b.place)
    }

    mutating func breaks(_ a: TypeDeclaration, _ b: TypeDeclaration, _ text: String, _ reason: String) {
        broken.insert(a.qualifiedName)
        add(.breaking, .changed, a.qualifiedName, text, because: reason, old: a.place, new: b.place)
    }

    mutating func compareDeprecation(
        _ a: Documentation,
        _ b: Documentation,
        _ symbol: String,
        old: SpecPath,
        new: SpecPath
    ) {
        guard a.isDeprecated != b.isDeprecated else { return }
        let text = b.isDeprecated ? "is documented as deprecated" : "is no longer documented as deprecated"
        add(.documentation, b.isDeprecated ? .deprecated : .changed, symbol, text, old: old, new: new)
    }

    // MARK: - Structures

    private mutating func compareProperties(
        _ was: Structure,
        _ is_: Structure,
        _ a: TypeDeclaration,
        _ b: TypeDeclaration
    ) {
        let name = a.qualifiedName
        let start = changes.count
        for property in was.properties {
            guard let other = is_.properties.first(where: { $0.name == property.name }) else {
                add(
                    .breaking,
                    .removed,
                    "\(name).\(property.name)",
                    "is gone",
                    because: "code that uses it does not compile",
                    old: a.place(of: property),
                    new: b.place
                )
                continue
            }
            compare(property, other, a, b)
        }
        for property in is_.properties where !was.properties.contains(where: { $0.name == property.name }) {
            addNew(property, a, b)
        }
        if was.additionalProperties.name != is_.additionalProperties.name
            || renames.applied(to: was.additionalProperties.type) != is_.additionalProperties.type
        {
            let (before, now) = (was.additionalProperties, is_.additionalProperties)
            let text =
                "holds its other properties in `\(now.name): [String: \(now.type.text)]` and held them in "
                + "`\(before.name): [String: \(before.type.text)]`"
            breaks(a, b, text, "code that uses them was written for the old type")
        }
        if !changes[start...].contains(where: { $0.level == .breaking }) { compareOrder(was, is_, a, b) }
        if changes[start...].contains(where: { $0.level == .breaking }) { broken.insert(name) }
    }

    private mutating func addNew(_ property: Property, _ a: TypeDeclaration, _ b: TypeDeclaration) {
        let symbol = "\(a.qualifiedName).\(property.name)"
        let place = b.place(of: property)
        if property.isOptional {
            add(.compatible, .added, symbol, "is new, `\(property.declaredType.text)`", old: a.place, new: place)
        } else if old.usage.isMade(a.qualifiedName) {
            add(
                .breaking,
                .added,
                symbol,
                "is new and must be given, `\(property.declaredType.text)`",
                because: "code that makes `\(a.qualifiedName)` does not compile",
                old: a.place,
                new: place
            )
        } else {
            add(
                .compatible,
                .added,
                symbol,
                "is new, `\(property.declaredType.text)`",
                because: "the server has to send it before this client is released; tests that make "
                    + "`\(a.qualifiedName)` have to give it",
                old: a.place,
                new: place
            )
        }
    }

    private mutating func compare(_ was: Property, _ is_: Property, _ a: TypeDeclaration, _ b: TypeDeclaration) {
        let symbol = "\(a.qualifiedName).\(was.name)"
        let (before, now) = (a.place(of: was), b.place(of: is_))
        let type = renames.applied(to: was.declaredType)
        if type != is_.declaredType {
            let text = "is `\(is_.declaredType.text)` and was `\(was.declaredType.text)`"
            if old.usage.isRead(a.qualifiedName) {
                let reason = "code that reads it was written for the old type"
                add(.breaking, .changed, symbol, text, because: reason, old: before, new: now)
            } else if is_.declaredType == .optional(type) {
                add(.compatible, .changed, symbol, text, old: before, new: now)
            } else {
                let reason =
                    type == .optional(is_.declaredType)
                    ? "code that makes `\(a.qualifiedName)` without it does not compile"
                    : "values of the old type do not fit"
                add(.breaking, .changed, symbol, text, because: reason, old: before, new: now)
            }
        } else if was.isOptional, !is_.isOptional {
            if old.usage.isMade(a.qualifiedName) {
                let reason = "code that makes `\(a.qualifiedName)` without it does not compile"
                add(.breaking, .changed, symbol, "must be given", because: reason, old: before, new: now)
            } else {
                add(.compatible, .changed, symbol, "is always there", old: before, new: now)
            }
        } else if was.presence != is_.presence {
            add(.compatible, .changed, symbol, "may be left out, and no longer sent as null", old: before, new: now)
        }
        if let constant = is_.constant, let other = was.constant, constant != other {
            add(.wire, .changed, symbol, "is `\(constant.text)` and was `\(other.text)`", old: before, new: now)
        } else if let constant = is_.constant, was.constant == nil, type == is_.declaredType {
            add(.wire, .changed, symbol, "is always `\(constant.text)`", old: before, new: now)
        }
        if was.wireName != is_.wireName {
            add(.wire, .changed, symbol, "is `\(is_.wireName)` and was `\(was.wireName)`", old: before, new: now)
        }
        compareProse(was.documentation, is_.documentation, symbol, old: before, new: now)
        compareWarning(
            was.documentation,
            is_.documentation,
            symbol,
            because: "code that uses it gets a warning",
            old: before,
            new: now
        )
    }

    private mutating func compareOrder(
        _ was: Structure,
        _ is_: Structure,
        _ a: TypeDeclaration,
        _ b: TypeDeclaration
    ) {
        let kept = is_.properties.map(\.name).filter { name in was.properties.contains { $0.name == name } }
        guard kept != was.properties.map(\.name) else { return }
        let text = "is made with its properties in another order: `(\(kept.map { $0 + ":" }.joined()))`"
        if old.usage.isMade(a.qualifiedName) {
            breaks(a, b, text, "Swift wants the arguments of the initializer in order")
        } else {
            let reason = "tests that make `\(a.qualifiedName)` have to follow"
            add(.compatible, .changed, a.qualifiedName, text, because: reason, old: a.place, new: b.place)
        }
    }

    // MARK: - Enumerations

    private mutating func compare(_ was: Enumeration, _ is_: Enumeration, _ a: TypeDeclaration, _ b: TypeDeclaration) {
        let name = a.qualifiedName
        if was.rawType != is_.rawType {
            breaks(a, b, "has \(is_.rawType) values and had \(was.rawType) values", "code that reads `rawValue` fails")
            return
        }
        for member in was.members {
            let place = SpecPath.value(member.text, of: a.place)
            guard let other = is_.members.first(where: { $0.name == member.name }) else {
                add(
                    .breaking,
                    .removed,
                    "\(name).\(member.name)",
                    "is gone",
                    because: "code that names it does not compile",
                    old: place,
                    new: b.place
                )
                continue
            }
            if other.text != member.text {
                let text = "is sent as `\(other.text)` and was as `\(member.text)`"
                add(.wire, .changed, "\(name).\(member.name)", text, old: place, new: .value(other.text, of: b.place))
            }
        }
        for member in is_.members where !was.members.contains(where: { $0.name == member.name }) {
            add(
                .compatible,
                .added,
                "\(name).\(member.name)",
                "is new",
                because: "the enumeration is open: programs keep values they do not know",
                old: a.place,
                new: .value(member.text, of: b.place)
            )
        }
    }
}

extension APISnapshot {
    /// The qualified name of the parent of a nested type.
    func parent(of type: TypeDeclaration) -> String? {
        guard let dot = type.qualifiedName.lastIndex(of: ".") else { return nil }
        return String(type.qualifiedName[..<dot])
    }
}

extension TypeDeclaration.Kind {
    var name: String {
        switch self {
        case .structure: "a structure"
        case .enumeration: "an enumeration"
        case .union: "a union"
        case .alias(let type): "another name for `\(type.text)`"
        case .wrapper(let type): "a structure around `\(type.text)`"
        }
    }
}

extension Constant {
    var text: String {
        switch self {
        case .string(let text): text
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .boolean(let value): String(value)
        case .member(let name): "." + name
        }
    }
}
