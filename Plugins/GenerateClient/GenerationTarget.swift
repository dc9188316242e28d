import Foundation
import PackagePlugin

/// A target with generated sources, its document and its configuration.
struct GenerationTarget {
    /// The contents of `generate-client.json` in the target's folder; the default mode is `client`.
    struct Configuration {
        /// The output: `client` or `examples`; `commands` and `routes` compile only in this package.
        var mode: String?
        /// The client's module if it is not the target.
        var module: String?
        /// The name of the folder in spec/generated if it is not the target's name.
        var snapshot: String?
        /// A compilation condition that excludes the sources.
        var disabledBy: String?
        /// Whether the client is generated without the places of the document that have errors.
        var isLenient = false

        /// Reads a JSON object.
        ///
        /// - Throws: ``Problem`` if a key is unknown or a value has another type.
        init(_ values: [String: Any] = [:]) throws {
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                switch (key, value) {
                case ("mode", let text as String): mode = text
                case ("module", let text as String): module = text
                case ("snapshot", let text as String): snapshot = text
                case ("disabledBy", let text as String): disabledBy = text
                case ("lenient", let flag as Bool): isLenient = flag
                case ("lenient", _): throw Problem(description: "'lenient' must be true or false")
                case ("mode", _), ("module", _), ("snapshot", _), ("disabledBy", _):
                    throw Problem(description: "'\(key)' must be a string")
                default:
                    throw Problem(
                        description: "unknown key '\(key)'; "
                            + "the keys are 'mode', 'module', 'snapshot', 'disabledBy' and 'lenient'"
                    )
                }
            }
        }
    }

    struct Problem: Error, CustomStringConvertible {
        var description: String
    }

    static let configurationName = "generate-client.json"

    let name: String
    let document: URL
    let mode: String
    let module: String
    let snapshot: String
    let disabledBy: String?
    let isLenient: Bool

    /// - Throws: ``Problem`` that names the target and what is missing.
    init(_ target: any SourceModuleTarget, in package: Package) throws {
        try self.init(
            name: target.name,
            moduleName: target.moduleName,
            folder: target.directoryURL,
            root: package.directoryURL
        )
    }

    /// - Parameters:
    ///   - folder: The target's folder.
    ///   - root: The folder of the package or the Xcode project.
    /// - Throws: ``Problem`` that names the target and what is missing.
    init(name: String, moduleName: String, folder: URL, root: URL) throws {
        let configuration = try Self.configuration(in: folder)
        self.name = name
        document = try Self.document(for: name, in: folder, root)
        mode = configuration.mode ?? "client"
        module = configuration.module ?? moduleName
        snapshot = configuration.snapshot ?? name
        disabledBy = configuration.disabledBy
        isLenient = configuration.isLenient
        guard Self.outputs[mode] != nil else {
            throw Problem(
                description: "\(folder.appending(path: Self.configurationName).path): "
                    + "'mode' is '\(mode)'; it must be one of \(Self.outputs.keys.sorted().joined(separator: ", "))"
            )
        }
    }

    /// The output files, which are fixed for each mode because SwiftPM must know them before the tool runs.
    var fileNames: [String] { Self.outputs[mode] ?? [] }

    private static let outputs = [
        "client": [
            "APIInfo.swift", "Client.swift", "Endpoints.swift", "Endpoints2.swift", "Models.swift", "Models2.swift",
            "Models3.swift", "Models4.swift", "Models5.swift", "Models6.swift", "Models7.swift", "Models8.swift",
            "Resources.swift", "Resources2.swift", "Unions.swift", "Unions2.swift", "Unions3.swift", "Unions4.swift",
        ],
        "commands": ["Commands.swift"],
        "routes": ["Routes.swift"],
        "examples": ["Examples.swift"],
    ]

    /// The arguments of the generator without the output folder.
    var arguments: [String] {
        [
            "--spec", document.path, "--module", module, "--emit", mode,
            "--expect", fileNames.joined(separator: ","),
        ] + (disabledBy.map { ["--unless", $0] } ?? []) + (isLenient ? ["--lenient"] : [])
    }

    private static func configuration(in folder: URL) throws -> Configuration {
        let file = folder.appending(path: configurationName)
        guard let data = try? Data(contentsOf: file) else { return try Configuration() }
        do {
            guard let values = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
                throw Problem(description: "not a JSON object")
            }
            return try Configuration(values)
        } catch let problem as Problem {
            throw Problem(description: "\(file.path): \(problem)")
        } catch {
            throw Problem(description: "\(file.path): not valid JSON")
        }
    }

    static let documentNames = ["openapi.yaml", "openapi.yml", "openapi.json"]

    /// Finds `openapi.yaml`, `.yml` or `.json` in the target's folder, otherwise `spec/openapi.yaml` at the root.
    private static func document(for target: String, in folder: URL, _ root: URL) throws -> URL {
        let own =
            documentNames
            .map { folder.appending(path: $0) }
            .filter { FileManager.default.fileExists(atPath: $0.path) }
        if own.count > 1 {
            let names = own.map(\.lastPathComponent).joined(separator: " and ")
            throw Problem(description: "target '\(target)' has \(names); keep one of them")
        }
        let shared = root.appending(path: "spec/openapi.yaml")
        if let document = own.first { return document }
        guard FileManager.default.fileExists(atPath: shared.path) else {
            throw Problem(
                description: "there is no OpenAPI document for target '\(target)': "
                    + "add openapi.yaml, openapi.yml or openapi.json to \(folder.path), or write \(shared.path)"
            )
        }
        return shared
    }
}
