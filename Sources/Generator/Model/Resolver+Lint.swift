import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI

// What is legal and still hurts: said only where it is asked for.
extension Resolver {
    mutating func remark(_ message: String, _ origin: Origin) {
        guard isLinting else { return }
        warning(message, origin)
    }

    mutating func remarkOnTrial(_ schema: Schema) {
        remark(
            "the members of this union have to be told apart by trial; add a 'discriminator', or give each a required "
                + "property with a 'const' of its own",
            schema.origin
        )
    }

    mutating func remark(on operation: OperationObject) {
        guard operation.summary == nil, operation.description == nil else { return }
        remark("the operation has neither 'summary' nor 'description'; say what it does", operation.origin)
    }
}
