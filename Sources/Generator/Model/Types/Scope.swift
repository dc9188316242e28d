/// The place of inline type declarations: the top level or the inside of a type.
final class Scope {
    /// The maximum number of names in a qualified name. Compile time and memory grow with the cube of the depth, so
    /// deeper types are declared next to their parent.
    static let depthLimit = 8

    /// The qualified name of the enclosing type; empty at the top level.
    let prefix: String
    var names = NameTable()
    private var slots: [Slot] = []
    /// The index of each declaration, by name.
    private var positions: [String: Int] = [:]
    /// The number of names in ``prefix``.
    private let depth: Int
    /// The scope that receives the declarations of a scope beyond the limit.
    private let overflowScope: Scope?
    /// The last name of ``prefix``.
    private let name: String
    /// The module of the client. A type of that name would hide it, and types are qualified with it.
    private let module: String

    /// Creates the top-level scope.
    init(module: String) {
        (prefix, name, depth, overflowScope) = ("", "", 0, nil)
        self.module = module
    }

    /// Creates the scope inside a type.
    init(inside scope: Scope, name: String) {
        self.name = name
        module = scope.module
        prefix = scope.qualified(name)
        depth = scope.depth + 1
        overflowScope = depth < Self.depthLimit ? nil : scope
    }

    /// The place reserved for a declaration.
    private struct Slot {
        var name: String
        /// nil until the type is declared.
        var declaration: TypeDeclaration?
    }

    var declarations: [TypeDeclaration] { slots.compactMap(\.declaration) }

    /// The ``declarations``, with those of the given names first and in that order.
    func declarations(first names: [String]) -> [TypeDeclaration] {
        var places = names.compactMap { positions[$0] }
        var isFirst = Array(repeating: false, count: slots.count)
        for place in places { isFirst[place] = true }
        places += slots.indices.filter { !isFirst[$0] }
        return places.compactMap { slots[$0].declaration }
    }

    /// Claims a name for a type and reserves the place of its declaration.
    ///
    /// - Returns: The name, and the scope to declare the type in: this one or, beyond the depth limit, an enclosing
    ///   one.
    func claim(_ text: String) -> (name: String, scope: Scope) {
        if let overflowScope { return overflowScope.claim(name + " " + text) }
        let wanted = NameTable.typeName(text, isNested: !prefix.isEmpty)
        let name = names.claim(wanted == module ? wanted + "Model" : wanted)
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
