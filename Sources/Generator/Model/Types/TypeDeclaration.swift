package import HandingerGeneratorOpenAPI

/// A declared type with its nested types. A class, because declarations are passed around often and copying a structure
/// would retain a dozen fields.
package final class TypeDeclaration: Sendable {
    package enum Kind: Sendable {
        case structure(Structure)
        case enumeration(Enumeration)
        case union(Union)
        case alias(TypeReference)
        /// A structure around a single value, for types that an alias cannot express, such as a list of itself.
        case wrapper(TypeReference)
    }

    /// The unqualified name, such as `File`.
    package let name: String
    /// The qualified name, such as `Worker.File`.
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
    /// The Swift name and the value type of the additional properties.
    package var additionalProperties: AdditionalProperties

    package struct AdditionalProperties: Sendable {
        package var name: String
        package var type: TypeReference
        /// Whether the document gives the type. Otherwise these are unknown properties, which are preserved.
        package var isDeclared: Bool
    }
}

/// A property of a structure. A class for the same reason as ``TypeDeclaration``.
package final class Property: Sendable {
    package enum Presence: Sendable, Hashable {
        case required
        case requiredNullable
        case optional
        /// Absent, null and a value are three different states.
        case optionalNullable
    }

    package let name: String
    package let wireName: String
    /// The type of a present value; ``presence`` makes it optional.
    package let type: TypeReference
    package let presence: Presence
    /// Whether the value is boxed, because the type would be recursive or too large.
    package let isIndirect: Bool
    /// The only allowed value, which is the default in the initializer.
    package let constant: Constant?
    /// The value that the server uses for an omitted property, as a constant of the structure.
    package let defaultValue: DefaultValue?
    /// Whether only the server sets it, so that no method takes it.
    package let isReadOnly: Bool
    package let documentation: Documentation

    init(
        name: String,
        wireName: String,
        type: TypeReference,
        presence: Presence,
        isIndirect: Bool = false,
        constant: Constant? = nil,
        defaultValue: DefaultValue? = nil,
        isReadOnly: Bool = false,
        documentation: Documentation
    ) {
        self.name = name
        self.wireName = wireName
        self.type = type
        self.presence = presence
        self.isIndirect = isIndirect
        self.constant = constant
        self.defaultValue = defaultValue
        self.isReadOnly = isReadOnly
        self.documentation = documentation
    }

    /// Returns a copy with the given fields replaced.
    func with(isIndirect: Bool? = nil, documentation: Documentation? = nil) -> Property {
        Property(
            name: name,
            wireName: wireName,
            type: type,
            presence: presence,
            isIndirect: isIndirect ?? self.isIndirect,
            constant: constant,
            defaultValue: defaultValue,
            isReadOnly: isReadOnly,
            documentation: documentation ?? self.documentation
        )
    }

    /// The declared type, optional where needed.
    package var declaredType: TypeReference {
        switch presence {
        case .required: type
        case .requiredNullable, .optional: .optional(type)
        case .optionalNullable: .optional(.nullable(type))
        }
    }
}

/// A default in the document, available as a Swift constant.
package struct DefaultValue: Sendable, Hashable {
    /// The name of the constant, such as `defaultLimit`.
    package var name: String
    package var value: Constant

    package init(name: String, value: Constant) {
        self.name = name
        self.value = value
    }
}

package enum Constant: Sendable, Hashable {
    case string(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    /// A case of an open enumeration, by name.
    case member(String)
}

/// An open set of values.
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

/// A value of one of several types.
package struct Union: Sendable {
    package struct Member: Sendable {
        package var caseName: String
        package var type: TypeReference
        /// The discriminator values that choose this member, alone or with others; empty if it is only found by trying.
        package var tags: [String]
        /// The response statuses that choose this member.
        package var statuses: [StatusResponse.Status] = []
        /// The static function that creates the member from its payload's properties.
        package var convenience: Convenience?
        /// The discriminator that encoding adds to a payload without it; nil if every payload has it.
        package var addedTag: AddedTag?
        package var documentation: Documentation
    }

    /// A discriminator value and the place in the payload that lacks it.
    package struct AddedTag: Sendable {
        package enum Place: Sendable {
            /// An optional property.
            case property(Property)
            /// The additional properties, by their Swift name.
            case additionalProperties(String)
        }

        package var place: Place
        package var value: Constant
    }

    /// The members that certain discriminator values choose.
    package struct Choice: Sendable {
        package var tags: [String]
        /// A single trial, or several in this order.
        package var trials: [Trial]
    }

    /// An attempt to decode a value as a member.
    package struct Trial: Sendable, Hashable {
        /// An index into ``Union/members``.
        package var member: Int
        /// Attempted only if the value has one of these properties; empty for an unconditional trial.
        package var properties: [String]
        /// Whether a value that the member, an enumeration, does not list does not count.
        package var isForKnownValues = false

        /// Whether the trial is skipped for values of other members.
        package var isGuarded: Bool { !properties.isEmpty || isForKnownValues }
    }

    package struct Convenience: Sendable {
        /// The type name of the payload.
        package var payload: String
        /// The names of all properties of the payload, in the order of its initializer.
        package var order: [String]
        /// The properties that the caller gives, required ones first.
        package var parameters: [Property]
        /// The discriminator and its value, if the payload does not fix it.
        package var tag: (property: Property, value: Constant)?
        /// Whether the first parameter has no label, because the case has the same name.
        package var omitsLabel: Bool
    }

    package struct SharedProperty: Sendable {
        package var property: Property
        /// The value for an unknown member without the property, as Swift source; nil makes the property optional.
        package var fallback: String?
    }

    /// The wire name of the discriminator property.
    package var discriminator: String?
    /// The choices by discriminator value. Each value is in a single choice.
    package var choices: [Choice]
    package var members: [Member]
    /// The order of trials if the discriminator does not decide.
    package var trials: [Trial]
    package var shared: [SharedProperty]
    package var isIndirect: Bool
    /// Whether another union tries this one.
    package var isTried = false
}
