/// The place where inline types are declared: the top level, or inside a type.
final class Scope {
    /// How many names a qualified name has at most. A compiler's time and memory grow with the cube of the depth, so
    /// what is nested deeper is declared beside the type around it.
    static let depthLimit = 8

    /// The qualified name of the type around, empty at the top level.
    let prefix: String
    var names = NameTable()
    private(set) var slots: [Slot] = []
    /// Where each declaration stands, by its name.
    private var positions: [String: Int] = [:]
    /// How many names ``prefix`` has.
    private let depth: Int
    /// The scope that takes the types of this one, where this one is too deep to have any.
    private let outer: Scope?
    /// The last name of ``prefix``.
    private let name: String

    /// The top level.
    init() {
        (prefix, name, depth, outer) = ("", "", 0, nil)
    }

    /// The inside of a type of that name.
    init(inside scope: Scope, name: String) {
        self.name = name
        prefix = scope.qualified(name)
        depth = scope.depth + 1
        outer = depth < Self.depthLimit ? nil : scope
    }

    /// The place of a declaration.
    struct Slot: Sendable {
        var name: String
        /// nil while it is being made.
        var declaration: TypeDeclaration?
    }

    var declarations: [TypeDeclaration] { slots.compactMap(\.declaration) }

    /// The ``declarations``, but those of these names before the others and in their order.
    func declarations(first names: [String]) -> [TypeDeclaration] {
        var places = names.compactMap { positions[$0] }
        var isFirst = Array(repeating: false, count: slots.count)
        for place in places { isFirst[place] = true }
        places += slots.indices.filter { !isFirst[$0] }
        return places.compactMap { slots[$0].declaration }
    }

    /// Takes a name for a type, and the place of its declaration among the others.
    ///
    /// - Returns: The name and the scope that the type is to be declared in: this one, or the nearest around it that
    ///   is not too deep.
    func claim(_ text: String) -> (name: String, scope: Scope) {
        if let outer { return outer.claim(name + " " + text) }
        let name = names.claim(NameTable.typeName(text, isNested: !prefix.isEmpty))
        positions[name] = slots.count
        slots.append(Slot(name: name))
        return (name, self)
    }

    func declare(_ declaration: TypeDeclaration) {
        if let position = positions[declaration.name] {
            slots[position].declaration = declaration
        } else {
            positions[declaration.name] = slots.count
            slots.append(Slot(name: declaration.name, declaration: declaration))
        }
    }

    func declaration(named name: String) -> TypeDeclaration? {
        positions[name].flatMap { slots[$0].declaration }
    }

    func qualified(_ name: String) -> String {
        prefix.isEmpty ? name : prefix + "." + name
    }
}
