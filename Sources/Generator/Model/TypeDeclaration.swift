package import HandingerGeneratorOpenAPI

/// A type that the client declares, with the types nested in it. A class, because declarations are handed on and on,
/// by several threads: to copy a structure is to count a dozen references.
package final class TypeDeclaration: Sendable {
    package enum Kind: Sendable {
        case structure(Structure)
        case enumeration(Enumeration)
        case union(Union)
        case alias(TypeReference)
        /// A type of its own around a value that contains it: a list of itself.
        case wrapper(TypeReference)
    }

    /// Without its parents: `File`.
    package let name: String
    /// With its parents: `Worker.File`.
    package let qualifiedName: String
    package let documentation: Documentation
    package let kind: Kind
    package let nested: [TypeDeclaration]

    init(
        name: String,
        qualifiedName: String,
        documentation: Documentation,
        kind: Kind,
        nested: [TypeDeclaration] = []
    ) {
        self.name = name
        self.qualifiedName = qualifiedName
        self.documentation = documentation
        self.kind = kind
        self.nested = nested
    }
}

/// An object with named properties.
package struct Structure: Sendable {
    package var properties: [Property]
    /// The Swift name and the value type of what else the object may hold.
    package var additionalProperties: AdditionalProperties

    package struct AdditionalProperties: Sendable {
        package var name: String
        package var type: TypeReference
        /// Whether the document gives the type; else these are unknown properties, kept as they came.
        package var isDeclared: Bool
    }
}

/// A class for the reason that ``TypeDeclaration`` is one.
package final class Property: Sendable {
    package enum Presence: Sendable, Hashable {
        case required
        case requiredNullable
        case optional
        /// May be absent, null or a value, and the three differ.
        case optionalNullable
    }

    package let name: String
    package let wireName: String
    /// Of the value itself: ``presence`` makes it optional.
    package let type: TypeReference
    package let presence: Presence
    /// Stored behind a box because the type contains itself.
    package let isIndirect: Bool
    /// The only value the document allows, as a default of the initializer.
    package let constant: Constant?
    /// Set by the server alone, so that no method takes it.
    package let isReadOnly: Bool
    package let documentation: Documentation

    init(
        name: String,
        wireName: String,
        type: TypeReference,
        presence: Presence,
        isIndirect: Bool = false,
        constant: Constant? = nil,
        isReadOnly: Bool = false,
        documentation: Documentation
    ) {
        self.name = name
        self.wireName = wireName
        self.type = type
        self.presence = presence
        self.isIndirect = isIndirect
        self.constant = constant
        self.isReadOnly = isReadOnly
        self.documentation = documentation
    }

    /// The same property but for what is given.
    func with(isIndirect: Bool? = nil, documentation: Documentation? = nil) -> Property {
        Property(
            name: name,
            wireName: wireName,
            type: type,
            presence: presence,
            isIndirect: isIndirect ?? self.isIndirect,
            constant: constant,
            isReadOnly: isReadOnly,
            documentation: documentation ?? self.documentation
        )
    }

    /// The type as it is declared.
    package var declaredType: TypeReference {
        switch presence {
        case .required: type
        case .requiredNullable, .optional: .optional(type)
        case .optionalNullable: .optional(.nullable(type))
        }
    }
}

package enum Constant: Sendable, Hashable {
    case string(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    /// A value of an open enumeration: its member's name.
    case member(String)
}

/// A set of values that may grow.
package struct Enumeration: Sendable {
    package enum RawType: Sendable, Hashable {
        case string, integer, double
        /// Values of several types.
        case json
    }

    package struct Member: Sendable {
        package var name: String
        package var value: Constant
        package var text: String
    }

    package var rawType: RawType
    package var members: [Member]
}

/// One of several types.
package struct Union: Sendable {
    package struct Member: Sendable {
        package var caseName: String
        package var type: TypeReference
        /// Values of the discriminator that choose this member, alone or with others; empty for one that is only
        /// found by trying.
        package var tags: [String]
        /// Where the status of the response chooses the member: those that do.
        package var statuses: [StatusResponse.Status] = []
        /// Static functions that make the member from its payload's properties.
        package var convenience: Convenience?
        package var documentation: Documentation
    }

    /// What certain values of the discriminator lead to.
    package struct Choice: Sendable {
        package var tags: [String]
        /// One, or several to be tried in this order.
        package var trials: [Trial]
    }

    /// A member that is taken if the value fits it.
    package struct Trial: Sendable, Hashable {
        /// An index into ``Union/members``.
        package var member: Int
        /// Tried only if the value has one of these properties; empty for no such condition.
        package var properties: [String]
    }

    package struct Convenience: Sendable {
        /// The name of the payload's type.
        package var payload: String
        /// The names of all the payload's properties, as its initializer wants them.
        package var order: [String]
        /// The properties the caller gives, required ones first.
        package var parameters: [Property]
        /// The discriminator, where the payload leaves it open, and the value that chooses the member.
        package var tag: (property: Property, value: Constant)?
        /// Whether the first parameter goes without a label, because the case says its name already.
        package var omitsLabel: Bool
    }

    package struct SharedProperty: Sendable {
        package var property: Property
        /// What an unknown member without the property answers, as Swift source; nil makes the property optional.
        package var fallback: String?
    }

    /// The property that decides, by its name on the wire.
    package var discriminator: String?
    /// What the discriminator's values choose; each value stands in one choice.
    package var choices: [Choice]
    package var members: [Member]
    /// The order in which members are tried where the discriminator does not decide.
    package var trials: [Trial]
    package var shared: [SharedProperty]
    package var isIndirect: Bool
    /// Whether another union tries this one.
    package var isTried = false
}
