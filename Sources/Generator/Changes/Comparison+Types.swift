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
        case (.structure(let previous), .structure(let current)):
            compareProperties(previous, current, a, b)
        case (.enumeration(let previous), .enumeration(let current)):
            compare(previous, current, a, b)
        case (.union, .union):
            break  // compared last, by `compareUnions`
        case (.alias(let previous), .alias(let current)), (.wrapper(let previous), .wrapper(let current)):
            if renames.applied(to: previous) != current {
                breaks(a, b, "is `\(current.text)` and was `\(previous.text)`", "values of the old type do not fit")
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
        _ previous: Structure,
        _ current: Structure,
        _ a: TypeDeclaration,
        _ b: TypeDeclaration
    ) {
        let name = a.qualifiedName
        let start = changes.count
        for property in previous.properties {
            guard let other = current.properties.first(where: { $0.name == property.name }) else {
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
        for property in current.properties where !previous.properties.contains(where: { $0.name == property.name }) {
            addNew(property, a, b)
        }
        if previous.additionalProperties.name != current.additionalProperties.name
            || renames.applied(to: previous.additionalProperties.type) != current.additionalProperties.type
        {
            let (before, now) = (previous.additionalProperties, current.additionalProperties)
            let text =
                "holds its other properties in `\(now.name): [String: \(now.type.text)]` and held them in "
                + "`\(before.name): [String: \(before.type.text)]`"
            breaks(a, b, text, "code that uses them was written for the old type")
        }
        if !changes[start...].contains(where: { $0.level == .breaking }) { compareOrder(previous, current, a, b) }
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

    private mutating func compare(_ previous: Property, _ current: Property, _ a: TypeDeclaration, _ b: TypeDeclaration)
    {
        let symbol = "\(a.qualifiedName).\(previous.name)"
        let (before, now) = (a.place(of: previous), b.place(of: current))
        let type = renames.applied(to: previous.declaredType)
        if type != current.declaredType {
            let text = "is `\(current.declaredType.text)` and was `\(previous.declaredType.text)`"
            if old.usage.isRead(a.qualifiedName) {
                let reason = "code that reads it was written for the old type"
                add(.breaking, .changed, symbol, text, because: reason, old: before, new: now)
            } else if current.declaredType == .optional(type) {
                add(.compatible, .changed, symbol, text, old: before, new: now)
            } else {
                let reason =
                    type == .optional(current.declaredType)
                    ? "code that makes `\(a.qualifiedName)` without it does not compile"
                    : "values of the old type do not fit"
                add(.breaking, .changed, symbol, text, because: reason, old: before, new: now)
            }
        } else if previous.isOptional, !current.isOptional {
            if old.usage.isMade(a.qualifiedName) {
                let reason = "code that makes `\(a.qualifiedName)` without it does not compile"
                add(.breaking, .changed, symbol, "must be given", because: reason, old: before, new: now)
            } else {
                add(.compatible, .changed, symbol, "is always there", old: before, new: now)
            }
        } else if previous.presence != current.presence {
            add(.compatible, .changed, symbol, "may be left out, and no longer sent as null", old: before, new: now)
        }
        if let constant = current.constant, let other = previous.constant, constant != other {
            add(.wire, .changed, symbol, "is `\(constant.text)` and was `\(other.text)`", old: before, new: now)
        } else if let constant = current.constant, previous.constant == nil, type == current.declaredType {
            add(.wire, .changed, symbol, "is always `\(constant.text)`", old: before, new: now)
        }
        compareDefault(
            previous.defaultValue,
            current.defaultValue,
            in: a.qualifiedName,
            old: before,
            new: now
        )
        if previous.wireName != current.wireName {
            add(
                .wire,
                .changed,
                symbol,
                "is `\(current.wireName)` and was `\(previous.wireName)`",
                old: before,
                new: now
            )
        }
        compareProse(previous.documentation, current.documentation, symbol, old: before, new: now)
        compareWarning(
            previous.documentation,
            current.documentation,
            symbol,
            because: "code that uses it gets a warning",
            old: before,
            new: now
        )
    }

    private mutating func compareOrder(
        _ previous: Structure,
        _ current: Structure,
        _ a: TypeDeclaration,
        _ b: TypeDeclaration
    ) {
        let kept = current.properties.map(\.name).filter { name in previous.properties.contains { $0.name == name } }
        guard kept != previous.properties.map(\.name) else { return }
        let text = "is made with its properties in another order: `(\(kept.map { $0 + ":" }.joined()))`"
        if old.usage.isMade(a.qualifiedName) {
            breaks(a, b, text, "Swift wants the arguments of the initializer in order")
        } else {
            let reason = "tests that make `\(a.qualifiedName)` have to follow"
            add(.compatible, .changed, a.qualifiedName, text, because: reason, old: a.place, new: b.place)
        }
    }

    // MARK: - Enumerations

    private mutating func compare(
        _ previous: Enumeration,
        _ current: Enumeration,
        _ a: TypeDeclaration,
        _ b: TypeDeclaration
    ) {
        let name = a.qualifiedName
        if previous.rawType != current.rawType {
            breaks(
                a,
                b,
                "has \(current.rawType) values and had \(previous.rawType) values",
                "code that reads `rawValue` fails"
            )
            return
        }
        for member in previous.members {
            let place = SpecPath.value(member.text, of: a.place)
            guard let other = current.members.first(where: { $0.name == member.name }) else {
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
                add(
                    .breaking,
                    .changed,
                    "\(name).\(member.name)",
                    text,
                    because: "code that names it compiles and sends another value",
                    old: place,
                    new: .value(other.text, of: b.place)
                )
            }
        }
        for member in current.members where !previous.members.contains(where: { $0.name == member.name }) {
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
