import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI

// Warnings of `--lint`, about valid documents that make a worse client.
extension Resolver {
    mutating func lint(_ message: String, _ origin: SourceReference) {
        guard isLinting else { return }
        warning(message, origin)
    }

    mutating func lintTrials(_ schema: Schema) {
        lint(
            "the members of this union have to be told apart by trial; add a 'discriminator', or give each a required "
                + "property with a 'const' of its own",
            schema.origin
        )
    }

    mutating func lint(_ operation: OperationObject) {
        guard operation.summary == nil, operation.description == nil else { return }
        lint("the operation has neither 'summary' nor 'description'; say what it does", operation.origin)
    }
}
