import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// What a schema comes down to, before it has a name.
struct SchemaForm {
    indirect enum Kind {
        case any
        case null
        case scalar(TypeReference)
        case constant(Constant)
        case enumeration(Enumeration.RawType, [Node])
        case component(String)
        case array(Schema?)
        case map(Schema?)
        case object(ObjectParts)
        case union([UnionPart], discriminator: Schema.Discriminator?)
    }

    var kind: Kind
    var isNullable = false

    /// Whether a Swift type has to be declared for it.
    var declaresType: Bool {
        switch kind {
        case .enumeration, .object, .union: true
        default: false
        }
    }
}

/// A member of a union: a schema, or one of the types of a schema that allows several.
struct UnionPart {
    /// The member with all that belongs to it.
    var schema: Schema
    /// As the document lists it: its reference and title give the name.
    var variant: Schema
    var type: Schema.TypeName?

    init(schema: Schema, variant: Schema? = nil, type: Schema.TypeName? = nil) {
        self.schema = schema
        self.variant = variant ?? schema
        self.type = type
    }
}

/// The properties of an object, of all the parts of an `allOf` together.
struct ObjectParts {
    struct Member {
        var name: String
        var schema: Schema
        var origin: Origin
    }

    private(set) var members: [Member] = []
    /// Where each member stands, once there are many.
    private var positions: [ByteKey: Int] = [:]
    private static let largestUnindexedCount = 16
    var required: Set<String> = []
    var additional: Schema.AdditionalProperties?
    /// Of the properties whose names fit a pattern.
    var patterns: [Schema] = []
    /// What the object is besides: unions among the parts of an `allOf`.
    var unions: [Schema] = []

    /// Whether the document rules out properties that it does not name.
    var isClosed: Bool { if case .allowed(false) = additional { true } else { false } }

    mutating func add(_ member: Member) {
        if let index = position(of: member.name) {
            // The later part is the more special one, unless it only repeats the name.
            if member.schema.saysSomething { members[index].schema = member.schema }
            return
        }
        members.append(member)
        indexMembers()
    }

    mutating func addAll(_ properties: [Schema.Property]) {
        if members.isEmpty {
            // A mapping has each name once.
            members = properties.map { Member(name: $0.name, schema: $0.schema, origin: $0.origin) }
            indexMembers()
        } else {
            for property in properties {
                add(Member(name: property.name, schema: property.schema, origin: property.origin))
            }
        }
    }

    private mutating func indexMembers() {
        guard members.count > Self.largestUnindexedCount else { return }
        for index in positions.count..<members.count { positions[ByteKey(members[index].name)] = index }
    }

    func position(of name: String) -> Int? {
        let name = ByteKey(name)
        guard positions.isEmpty else { return positions[name] }
        return members.firstIndex { ByteKey($0.name) == name }
    }
}

extension Schema {
    /// Whether the schema says anything of the type of its values.
    var saysSomething: Bool {
        boolean == false || reference != nil || !types.isEmpty || constant != nil || enumeration != nil
            || hasObjectKeywords || items != nil || !prefixItems.isEmpty || isComposed || format != nil
    }

    /// Whether any value fits; `nullable` without a type is how some documents write null.
    var isAnything: Bool {
        !saysSomething && !isNullable && required.isEmpty && !hasNotes
    }

    /// Whether nothing but type and format says what it is.
    var isPlain: Bool {
        reference == nil && constant == nil && enumeration == nil && !hasObjectKeywords && items == nil
            && prefixItems.isEmpty && !isComposed
    }

    var isComposed: Bool { !allOf.isEmpty || !anyOf.isEmpty || !oneOf.isEmpty }

    /// Whether it has properties and nothing else that its type depends on.
    var isPlainObject: Bool {
        !properties.isEmpty && reference == nil && constant == nil && enumeration == nil && !isComposed
            && (types.isEmpty || types.contains(.object)) && types.allSatisfy { $0 == .object || $0 == .null }
    }

    /// Whether its values can be nothing but objects, as far as it says without following references.
    var isObjectLike: Bool {
        (types == [.object] || !properties.isEmpty || !allOf.isEmpty) && oneOf.isEmpty && anyOf.isEmpty
            && !(properties.isEmpty && allOf.isEmpty)
    }

    var hasObjectKeywords: Bool {
        !properties.isEmpty || additionalProperties != nil || !patternProperties.isEmpty
    }

    var isNull: Bool {
        types == [.null] || constant?.isNull == true
            || (enumeration.map { !$0.isEmpty && $0.allSatisfy(\.isNull) } ?? false)
    }

    /// Whether this is a reference and nothing that changes its meaning.
    var isPureReference: Bool {
        reference != nil && types.isEmpty && constant == nil && enumeration == nil && !hasObjectKeywords
            && items == nil && !isComposed
    }
}
