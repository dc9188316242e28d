import Foundation

/// Build times of a consumer, clean and after edits, compared with a program that uses URLSession; and the size of the
/// linked program.
struct BuildBenchmark {
    private static let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("handinger-builds-\(ProcessInfo.processInfo.processIdentifier)")

    func figures() throws -> [Figure] {
        defer { try? FileManager.default.removeItem(at: Self.folder) }
        // First, because the system reports the largest of all child processes so far.
        let large = try largeModule()
        let plain = try Package("Plain", manifest: Self.plainManifest, sources: ["main.swift": Self.plainProgram])
        let consumer = try Package(
            "Consumer",
            manifest: Self.manifest(of: "Consumer"),
            sources: ["main.swift": Self.consumerProgram, "openapi.yaml": Self.document]
        )
        let first = (plain: try plain.build(), consumer: try consumer.build())
        _ = try (plain.build(), consumer.build())
        let still = try Self.quickest(plain, consumer)
        let described = try Self.afterAComment(plain, consumer)
        try consumer.replace("{ text: {", with: "{ colour: { type: string }, text: {", in: "openapi.yaml")
        let extended = try consumer.build()
        let small: [Figure] = [
            .time(
                "first build, debug, processor",
                first.consumer.processorSeconds,
                floor: first.plain.processorSeconds,
                "a program with URLSession",
                target: 2
            ),
            .time("build without an edit", still.consumer, floor: still.plain, "the same", target: 1.1),
            .time(
                "build after a description",
                described.consumer,
                floor: still.consumer,
                "without an edit",
                target: 1.5
            ),
            .time(
                "build after a description",
                described.consumer,
                floor: described.plain,
                "a comment in a program with URLSession",
                target: nil
            ),
            .time(
                "build after an optional field",
                extended.seconds,
                floor: still.consumer,
                "without an edit",
                target: nil
            ),
            try module(of: consumer, release: false, target: 4),
            try module(of: consumer, release: true, target: 8),
            try size(of: consumer, beside: plain),
        ]
        return small + large
    }

    /// The minimum time of alternating builds without changes.
    private static func quickest(_ plain: Package, _ consumer: Package) throws -> (plain: Double, consumer: Double) {
        var best = (plain: Double.infinity, consumer: Double.infinity)
        for _ in 1...7 {
            best.plain = min(best.plain, try plain.build().seconds)
            best.consumer = min(best.consumer, try consumer.build().seconds)
        }
        return best
    }

    /// The minimum time of alternating builds after an edited description in the document and an edited comment in the program.
    private static func afterAComment(_ plain: Package, _ consumer: Package) throws -> (plain: Double, consumer: Double)
    {
        var best = (plain: Double.infinity, consumer: Double.infinity)
        for _ in 1...5 {
            try plain.replace("struct", with: "/* edited */ struct", in: "main.swift")
            best.plain = min(best.plain, try plain.build().seconds)
            try consumer.replace("description: A", with: "description: A short", in: "openapi.yaml")
            best.consumer = min(best.consumer, try consumer.build().seconds)
        }
        return best
    }

    /// The build of the Handinger module alone.
    private func module(of package: Package, release: Bool, target: Double) throws -> Figure {
        let options = (release ? ["-c", "release"] : []) + ["--target", "HandingerGenerated"]
        // Builds twice before measuring, because SwiftPM links a tool again in the second build.
        for _ in 1...2 { _ = try package.build(options) }
        let nothing = try package.build(options)
        try package.forget(module: "HandingerGenerated", release: release)
        let usage = try package.build(options)
        let compiled = Set(usage.output.matches(of: /Compiling (\w+)/).map { String($0.1) }).subtracting(["plugin"])
        guard compiled == ["HandingerGenerated"] else {
            throw Problem("not the module alone is compiled: \(compiled.sorted().joined(separator: ", "))")
        }
        return Figure(
            name: "compile the module Handinger, \(release ? "release" : "debug"), processor",
            unit: .milliseconds,
            value: (usage.processorSeconds - nothing.processorSeconds) * 1e3,
            target: target * 1e3
        )
    }

    /// The build of a module from a document of 1.2 MB, a real one if available.
    private func largeModule() throws -> [Figure] {
        let data = ProcessInfo.processInfo.environment["HANDINGER_TEST_DATA"]
        let real = data.map { URL(fileURLWithPath: $0).appendingPathComponent("specs/discord.json") }
        let text = try real.map { try String(contentsOf: $0, encoding: .utf8) } ?? SyntheticDocument.smallerYAML.text
        let package = try Package(
            "Large",
            manifest: Self.manifest(of: "Large"),
            sources: ["main.swift": "", real == nil ? "openapi.yaml" : "openapi.json": text]
        )
        _ = try package.build()
        try package.forget(module: "Large", release: false)
        let usage = try package.build()
        let name = "compile a module from 1.2 MB, \(real == nil ? "synthetic" : "discord.json"), debug"
        return [
            Figure(
                name: name + ", processor",
                unit: .milliseconds,
                value: usage.processorSeconds * 1e3,
                target: 90_000
            ),
            Figure(name: name + ", largest process", unit: .megabytes, value: Subprocess.largestMegabytes, target: 600),
        ]
    }

    /// The sizes of stripped release programs.
    private func size(of consumer: Package, beside plain: Package) throws -> Figure {
        let sizes = try [consumer, plain].map { package in
            _ = try package.build(["-c", "release"])
            let program = package.folder.appendingPathComponent(".build/release/\(package.name)")
            let stripped = Self.folder.appendingPathComponent(package.name + ".stripped")
            _ = try Subprocess.run("/usr/bin/env", ["strip", "-o", stripped.path, program.path])
            return Double(try stripped.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) / 1e6
        }
        return Figure(
            name: "stripped program of one call",
            unit: .megabytes,
            value: sizes[0],
            floor: nil,
            floorName: String(format: "one with JSONDecoder: %.2f", sizes[1]),
            target: 1
        )
    }

    // MARK: - Packages

    private struct Package {
        let name: String
        let folder: URL

        private var sources: URL { folder.appendingPathComponent("Sources/\(name)") }

        init(_ name: String, manifest: String, sources files: [String: String]) throws {
            self.name = name
            folder = BuildBenchmark.folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
            try Data(manifest.utf8).write(to: folder.appendingPathComponent("Package.swift"))
            for (file, text) in files { try Data(text.utf8).write(to: sources.appendingPathComponent(file)) }
        }

        func build(_ options: [String] = []) throws -> Subprocess.Usage {
            try Subprocess.run("/usr/bin/env", ["swift", "build"] + options, in: folder)
        }

        func replace(_ text: String, with other: String, in file: String) throws {
            let url = sources.appendingPathComponent(file)
            let before = try String(contentsOf: url, encoding: .utf8)
            guard before.contains(text) else { throw Problem("'\(text)' is not in \(file)") }
            try Data(before.replacingOccurrences(of: text, with: other).utf8).write(to: url)
        }

        /// Deletes the compiler's output, so that the next build compiles the module again.
        func forget(module: String, release: Bool) throws {
            let products = folder.appendingPathComponent(".build/\(release ? "release" : "debug")")
                .resolvingSymlinksInPath()
            let build = products.appendingPathComponent("\(module).build")
            let files = try FileManager.default.contentsOfDirectory(at: build, includingPropertiesForKeys: nil)
            for file in files where !["", "json"].contains(file.pathExtension) {
                try FileManager.default.removeItem(at: file)
            }
            try FileManager.default.removeItem(at: products.appendingPathComponent("Modules/\(module).swiftmodule"))
        }
    }

    private static let plainManifest = """
        // swift-tools-version: 6.1
        import PackageDescription
        let package = Package(name: "Plain", targets: [.executableTarget(name: "Plain")])
        """

    private static let plainProgram = """
        import Foundation
        #if canImport(FoundationNetworking)
        import FoundationNetworking
        #endif
        struct Answer: Decodable { var id: String }
        let (data, _) = try await URLSession.shared.data(from: URL(string: "http://127.0.0.1:9/")!)
        print(try JSONDecoder().decode(Answer.self, from: data).id)
        """

    private static func manifest(of name: String) -> String {
        """
        // swift-tools-version: 6.1
        import PackageDescription
        let package = Package(
            name: "\(name)",
            platforms: [.macOS(.v15)],
            dependencies: [
                .package(name: "handinger-swift", path: "\(Repository.root.path)", traits: ["GenerateAtBuild"])
            ],
            targets: [
                .executableTarget(
                    name: "\(name)",
                    dependencies: [.product(name: "Handinger", package: "handinger-swift")],
                    plugins: [.plugin(name: "GenerateClient", package: "handinger-swift")]
                )
            ]
        )
        """
    }

    private static let consumerProgram = """
        import Handinger
        let client = try HandingerClient(apiKey: "key", baseURL: "http://127.0.0.1:9")
        print(try await client.workers.retrieve(workerID: "w_1").id)
        """

    private static let document = """
        openapi: 3.1.0
        info: { title: Notes, version: "1" }
        servers: [{ url: "https://example.com" }]
        paths: {}
        components:
          schemas:
            Note: { type: object, description: A note., properties: { text: { type: string } } }
        """
}
