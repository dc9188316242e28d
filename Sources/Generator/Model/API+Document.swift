package import HandingerGeneratorDiagnostics
package import HandingerGeneratorOpenAPI

extension API {
    /// Decides what a document means as a Swift client, in passes. Each takes the values of those before it, and none
    /// changes them:
    ///
    /// 1. ``References``: the targets of all references.
    /// 2. ``Nullability``, ``MergedObjects`` and ``NormalizedSchemas``: schemas of all dialects, reduced to one kind each.
    /// 3. ``UnionDecisions``: how unions tell their members apart.
    /// 4. ``ReadWriteUsage``: which schemas requests and responses contain.
    /// 5. ``TypeNames`` and ``TypeDeclarations``: the Swift types of components and webhooks.
    /// 6. ``Security`` and ``EndpointDeclarations``: methods and credentials, with the types of bodies and parameters.
    /// 7. ``TypeGraph``: what depends on all types together, such as boxes for recursive values.
    ///
    /// - Parameters:
    ///   - diagnostics: Receives the problems of the document. After an error the result must not be used.
    ///   - module: The module of the client, whose client type has a reserved name.
    ///   - isLinting: Whether to warn also of valid documents that make a worse client.
    ///   - describesRequests: Whether to describe the allowed values of parameters and bodies; otherwise they are
    ///     ``Shape/any``.
    package init(
        _ document: Document,
        module: String = "",
        isLinting: Bool = false,
        describesRequests: Bool = true,
        diagnostics: inout DiagnosticList
    ) {
        let references = References(document, diagnostics: &diagnostics)
        let schemas = NormalizedSchemas(Nullability(references), document.components, diagnostics: &diagnostics)
        let unions = UnionDecisions(schemas, diagnostics: &diagnostics)
        let usage = ReadWriteUsage(document, references)
        let names = TypeNames(document.components.schemas, references, module: module)
        let types = TypeDeclarations(
            of: document,
            unions,
            usage,
            names,
            isLinting: isLinting,
            diagnostics: &diagnostics
        )
        let shapes = RequestShapes(schemas, unions, names, isEnabled: describesRequests)
        let security = Security(document, references, diagnostics: &diagnostics)
        let endpoints = EndpointDeclarations(
            document,
            security,
            module: module,
            types,
            shapes,
            diagnostics: &diagnostics
        )
        self.init(
            title: document.info.title,
            version: document.info.version,
            description: document.info.description ?? document.info.summary ?? "",
            servers: document.servers.map(\.defaultURL),
            serverTemplates: ServerDeclaration.templates(of: document.servers),
            security: security.requirements,
            operationSecurity: endpoints.otherSecurity,
            wantsStainlessHeaders: document.wantsStainlessHeaders,
            credentials: security.credentials,
            types: TypeGraph.completed(endpoints.types.inDocumentOrder(document.components.schemas)),
            root: endpoints.root,
            endpoints: endpoints.declarations,
            shapes: endpoints.shapes.components,
            examples: endpoints.types.examples
        )
    }
}
