import HandingerGeneratorModel

// Constants with the defaults of properties and arguments.
extension Comparison {
    /// Compares the defaults of a property that both versions have.
    mutating func compareDefault(
        _ previous: DefaultValue?,
        _ current: DefaultValue?,
        in structure: String,
        old: SpecPath?,
        new: SpecPath?
    ) {
        switch (previous, current) {
        case (nil, nil): break
        case (nil, let current?):
            add(.compatible, .added, "\(structure).\(current.name)", "is new", old: old, new: new)
        case (let previous?, nil):
            let reason = "code that uses it does not compile"
            add(.breaking, .removed, "\(structure).\(previous.name)", "is gone", because: reason, old: old, new: new)
        case (let previous?, let current?) where previous.value != current.value:
            let text = "is `\(current.value.text)` and was `\(previous.value.text)`"
            let reason = "the server uses it where the value is left out"
            add(.wire, .changed, "\(structure).\(previous.name)", text, because: reason, old: old, new: new)
        default: break
        }
    }

    /// Compares the defaults of arguments that both versions have.
    mutating func compareDefaults(_ a: APISnapshot.Method, _ b: APISnapshot.Method) {
        guard let name = a.endpoint.defaultsName ?? b.endpoint.defaultsName else { return }
        let kept = Set(a.endpoint.arguments.map(\.name)).intersection(b.endpoint.arguments.map(\.name))
        for argument in a.endpoint.arguments.map(\.name) where kept.contains(argument) {
            compareDefault(
                a.endpoint.defaults.first { $0.value.name == argument }?.value,
                b.endpoint.defaults.first { $0.value.name == argument }?.value,
                in: "Endpoints.\(name)",
                old: place(of: argument, in: a),
                new: place(of: argument, in: b)
            )
        }
    }
}
