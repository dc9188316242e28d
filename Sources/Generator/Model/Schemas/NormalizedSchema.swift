import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// A schema reduced to one kind, before it has a name.
struct NormalizedSchema {
    indirect enum Kind {
        case any
        case null
        case scalar(TypeReference)
        case constant(Constant)
        case enumeration(Enumeration.RawType, [EnumerationValue])
        case component(String)
        case array(Schema?)
        case map(Schema?)
        case object(ObjectParts)
        case union(NormalizedUnion)
    }

    var kind: Kind
    var isNullable = false

    /// Whether it needs a declared Swift type.
    var declaresType: Bool {
        switch kind {
        case .enumeration, .object, .union: true
        default: false
        }
    }
}

/// A value of an `enum`, or a constant with a title (OpenAPI 3.2, "Annotated Enumerations").
struct EnumerationValue {
    var node: Node
    var title: String?
}

/// A union of several schemas. A class, because later passes have decisions for each.
final class NormalizedUnion {
    let parts: [UnionPart]
    /// That of the document.
    let discriminator: Schema.Discriminator?

    init(_ parts: [UnionPart], discriminator: Schema.Discriminator? = nil) {
        self.parts = parts
        self.discriminator = discriminator
    }
}

/// A member of a union: a schema, or one type of a schema with several.
struct UnionPart {
    /// The member, merged with the siblings of the union.
    var schema: Schema
    /// The member as written, whose reference and title determine the name.
    var variant: Schema
    var type: Schema.TypeName?
    /// The name of the member's type if it must be declared; nil for the name of its case.
    var typeName: String?
    /// For a schema that normalisation made: the unions whose members have got the properties beside them.
    var distributedUnions: [Schema]?

    init(
        schema: Schema,
        variant: Schema? = nil,
        type: Schema.TypeName? = nil,
        typeName: String? = nil,
        distributedUnions: [Schema]? = nil
    ) {
        self.schema = schema
        self.variant = variant ?? schema
        self.type = type
        self.typeName = typeName
        self.distributedUnions = distributedUnions
    }
}

/// The properties of an object, merged from all parts of an `allOf`.
struct ObjectParts {
    struct Member {
        var name: String
        var schema: Schema
        var origin: SourceReference
    }

    private(set) var members: [Member] = []
    /// The index of each member, once they are many.
    private var positions: [ByteKey: Int] = [:]
    private static let largestUnindexedCount = 16
    var required: Set<String> = []
    var additional: Schema.AdditionalProperties?
    /// The schemas of `patternProperties`.
    var patterns: [Schema] = []
    /// The unions among the parts.
    var unions: [Schema] = []

    /// Whether unnamed properties are forbidden.
    var isClosed: Bool { if case .allowed(false) = additional { true } else { false } }

    mutating func add(_ member: Member) {
        if let index = position(of: member.name) {
            // A later part refines the property, unless it only repeats the name.
            if member.schema.isConstrained { members[index].schema = member.schema }
            return
        }
        members.append(member)
        indexMembers()
    }

    init() {}

    /// The parts of a schema without references and composition.
    init(of schema: Schema) {
        add(schema)
    }

    /// Adds what the schema says itself.
    mutating func add(_ schema: Schema) {
        addAll(schema.properties)
        required.formUnion(schema.required)
        if let additional = schema.additionalProperties { self.additional = additional }
        patterns += schema.patternProperties.map(\.schema)
    }

    private mutating func addAll(_ properties: [Schema.Property]) {
        if members.isEmpty {
            // Keys of a mapping are unique.
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
    /// Whether the schema constrains the type of its values.
    var isConstrained: Bool {
        boolean == false || reference != nil || !types.isEmpty || constant != nil || enumeration != nil
            || hasObjectKeywords || items != nil || !prefixItems.isEmpty || isComposed || format != nil
    }

    /// Whether the schema allows any value. Excludes `nullable` without a type, which some documents use for null.
    var isAnything: Bool {
        !isConstrained && !isNullable && required.isEmpty && !hasNotes
    }

    /// Whether only type and format describe the values.
    var isPlain: Bool {
        reference == nil && constant == nil && enumeration == nil && !hasObjectKeywords && items == nil
            && prefixItems.isEmpty && !isComposed
    }

    var isComposed: Bool { !allOf.isEmpty || !anyOf.isEmpty || !oneOf.isEmpty }

    /// Whether the type depends on nothing but the properties.
    var isPlainObject: Bool {
        !properties.isEmpty && reference == nil && constant == nil && enumeration == nil && !isComposed
            && (types.isEmpty || types.contains(.object)) && types.allSatisfy { $0 == .object || $0 == .null }
    }

    /// Whether all values are objects, as far as is known without following references.
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

    /// Whether the schema is a reference without siblings that change its meaning.
    var isPureReference: Bool { isReferenceWithRequired && required.isEmpty }

    /// Whether the schema is a reference with at most `required` beside it.
    var isReferenceWithRequired: Bool {
        reference != nil && types.isEmpty && constant == nil && enumeration == nil && !hasObjectKeywords
            && items == nil && !isComposed
    }
}

extension Schema.AdditionalProperties {
    var schema: Schema? { if case .schema(let schema) = self { schema } else { nil } }
}
