/// The allowed JSON values of a schema, for the checks of a server and the flags of a command.
package indirect enum Shape: Sendable {
    case any
    case null
    case boolean
    case string(Text)
    case integer(Range)
    case number(Range)
    case array(of: Shape, minimum: Int?, maximum: Int?)
    case object([Member], required: [String], additional: Shape?, allowsAdditional: Bool)
    /// The discriminator property with the shape for each of its values.
    case tagged(by: String, [(value: String, shape: Shape)])
    case anyOf([Shape])
    case nullable(Shape)
    case constant(Constant)
    /// The shape of a component, by Swift type name.
    case reference(String)

    package struct Member: Sendable {
        package var name: String
        package var shape: Shape
    }

    package struct Text: Sendable {
        package var minimumLength: Int?
        package var maximumLength: Int?
        package var pattern: String?
        package var format: String?
        package var values: [String] = []
    }

    /// Bounds as number literals, which lose no precision.
    package struct Range: Sendable {
        package var minimum: String?
        package var maximum: String?
        package var isMinimumExclusive: Bool
        package var isMaximumExclusive: Bool
    }
}
