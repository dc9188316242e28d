// swift-tools-version: 6.1
import PackageDescription

/// Traits that generate the client during the build; without them, `Handinger` compiles the recorded sources.
let generation: Set<String> = ["GenerateAtBuild", "Standard"]
let standard: Set<String> = ["Standard"]
let observability: Set<String> = ["Observability"]

let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let flyingSocks = Target.Dependency.product(
    name: "FlyingSocks",
    package: "FlyingFox",
    condition: .when(traits: standard)
)
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser",
    condition: .when(traits: standard)
)
func observing(_ product: String, _ package: String) -> Target.Dependency {
    .product(name: product, package: package, condition: .when(traits: observability))
}

// Every target has a name that no other package has: SwiftPM rejects a graph that declares a name twice.
let package = Package(
    name: "handinger-swift",
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
    products: [
        .library(name: "Handinger", targets: ["Handinger"]),
        .library(name: "APIRuntime", targets: ["APIRuntime"]),
        .library(name: "APIRuntimeTesting", targets: ["APIRuntimeTesting"]),
        .library(name: "HandingerServer", targets: ["HandingerServer"]),
        .library(name: "HandingerTesting", targets: ["HandingerTesting"]),
        .executable(name: "handinger", targets: ["HandingerCLI"]),
        .executable(name: "generate-client", targets: ["HandingerGeneratorTool"]),
        // Plugins find the tool only under its target's name.
        .executable(name: "HandingerGeneratorTool", targets: ["HandingerGeneratorTool"]),
        .plugin(name: "GenerateClient", targets: ["HandingerGenerateClient"]),
        .plugin(name: "APIChanges", targets: ["HandingerAPIChanges"]),
        .plugin(name: "CheckSnapshot", targets: ["HandingerCheckSnapshot"]),
        .plugin(name: "RecordSnapshot", targets: ["HandingerRecordSnapshot"]),
    ],
    traits: [
        .trait(
            name: "Standard",
            description: "The client, generated at build, the server in memory and the handinger command."
        ),
        .trait(
            name: "GenerateAtBuild",
            description: "The client, generated at build (needs libyaml). Without any trait: the recorded sources."
        ),
        .trait(
            name: "Observability",
            description: "ObservabilityMiddleware (fetches swift-metrics and swift-distributed-tracing)."
        ),
        .default(enabledTraits: ["Standard"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.7.1"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", .upToNextMinor(from: "0.27.1")),
    ],
    targets: [
        // The generator: a host tool that every consumer compiles. No dependency but libyaml and Foundation.
        .systemLibrary(
            name: "CHandingerYAML",
            path: "Sources/Generator/CYAML",
            pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
        ),
        .target(name: "HandingerGeneratorDiagnostics", path: "Sources/Generator/Diagnostics"),
        .target(
            name: "HandingerGeneratorYAML",
            dependencies: ["CHandingerYAML", "HandingerGeneratorDiagnostics"],
            path: "Sources/Generator/YAML"
        ),
        .target(
            name: "HandingerGeneratorOpenAPI",
            dependencies: ["HandingerGeneratorDiagnostics", "HandingerGeneratorYAML"],
            path: "Sources/Generator/OpenAPI"
        ),
        .target(
            name: "HandingerGeneratorModel",
            dependencies: ["HandingerGeneratorDiagnostics", "HandingerGeneratorOpenAPI", "HandingerGeneratorYAML"],
            path: "Sources/Generator/Model"
        ),
        .target(
            name: "HandingerGeneratorEmitter",
            dependencies: ["HandingerGeneratorDiagnostics", "HandingerGeneratorModel"],
            path: "Sources/Generator/Emitter"
        ),
        .target(
            name: "HandingerGeneratorChanges",
            dependencies: [
                "HandingerGeneratorDiagnostics", "HandingerGeneratorModel", "HandingerGeneratorOpenAPI",
                "HandingerGeneratorYAML",
            ],
            path: "Sources/Generator/Changes"
        ),
        .target(
            name: "HandingerGeneratorPipeline",
            dependencies: [
                "HandingerGeneratorDiagnostics", "HandingerGeneratorEmitter", "HandingerGeneratorModel",
                "HandingerGeneratorOpenAPI", "HandingerGeneratorYAML",
            ],
            path: "Sources/Generator/Pipeline"
        ),
        .executableTarget(
            name: "HandingerGeneratorTool",
            dependencies: [
                "HandingerGeneratorChanges", "HandingerGeneratorDiagnostics", "HandingerGeneratorModel",
                "HandingerGeneratorOpenAPI", "HandingerGeneratorPipeline",
            ],
            path: "Sources/Generator/Tool"
        ),
        .executableTarget(
            name: "HandingerGeneratorBuildTool",
            dependencies: ["HandingerGeneratorPipeline"],
            path: "Sources/Generator/BuildTool"
        ),
        .plugin(
            name: "HandingerGenerateClient",
            capability: .buildTool(),
            // The condition keeps SwiftPM from building the tool, and from needing libyaml, where nothing is generated.
            dependencies: [.target(name: "HandingerGeneratorBuildTool", condition: .when(traits: generation))],
            path: "Plugins/GenerateClient"
        ),
        .plugin(
            name: "HandingerCheckSnapshot",
            capability: .command(
                intent: .custom(
                    verb: "check-snapshot",
                    description: "Compare spec/generated with what the document gives now."
                )
            ),
            dependencies: ["HandingerGeneratorBuildTool"],
            path: "Plugins/CheckSnapshot"
        ),
        .plugin(
            name: "HandingerRecordSnapshot",
            capability: .command(
                intent: .custom(
                    verb: "record-snapshot",
                    description: "Write the generated sources to spec/generated."
                ),
                permissions: [.writeToPackageDirectory(reason: "Record the generated sources in spec/generated.")]
            ),
            dependencies: ["HandingerGeneratorBuildTool"],
            path: "Plugins/RecordSnapshot"
        ),
        .plugin(
            name: "HandingerAPIChanges",
            capability: .command(
                intent: .custom(
                    verb: "api-changes",
                    description: "Show what an edit of the OpenAPI document means for users of the Swift client."
                )
            ),
            dependencies: ["HandingerGeneratorTool"],
            path: "Plugins/APIChanges"
        ),

        // The runtime and the products.
        .systemLibrary(name: "CHandingerCurl", path: "Sources/Runtime/CCurl"),
        .target(
            name: "APIRuntime",
            dependencies: [
                .target(name: "CHandingerCurl", condition: .when(platforms: [.linux])), httpTypes, logging,
                observing("Metrics", "swift-metrics"), observing("Tracing", "swift-distributed-tracing"),
            ],
            path: "Sources/Runtime",
            exclude: ["CCurl"]
        ),
        .target(
            name: "HandingerGenerated",
            dependencies: ["APIRuntime"],
            exclude: ["generate-client.json"],
            plugins: ["HandingerGenerateClient"]
        ),
        .target(
            name: "Handinger",
            dependencies: [
                "APIRuntime", .target(name: "HandingerGenerated", condition: .when(traits: generation)),
            ],
            swiftSettings: [.define("REEXPORTS_GENERATED", .when(traits: generation))]
        ),
        .target(name: "APIRuntimeTesting", dependencies: ["APIRuntime"], path: "Sources/RuntimeTesting"),
        .target(name: "HandingerTesting", dependencies: ["APIRuntimeTesting", "Handinger"]),
        .target(
            name: "HandingerServer",
            dependencies: ["APIRuntime", "Handinger", httpTypes, flyingSocks],
            exclude: ["generate-client.json"],
            plugins: ["HandingerGenerateClient"]
        ),
        .executableTarget(
            name: "HandingerCLI",
            dependencies: [
                "APIRuntime", "Handinger", "HandingerGeneratorDiagnostics", "HandingerGeneratorYAML",
                "HandingerServer", argumentParser,
            ],
            exclude: ["generate-client.json"],
            plugins: ["HandingerGenerateClient"]
        ),

        // Tests: one target a module, two more generated APIs, and what the tests share.
        .target(name: "HandingerTestSupport", dependencies: ["APIRuntime"], path: "Tests/TestSupport"),
        .target(
            name: "HandingerFixtureAPI",
            dependencies: ["APIRuntime"],
            path: "Tests/FixtureAPI",
            plugins: ["HandingerGenerateClient"]
        ),
        .target(
            name: "HandingerSecuredAPI",
            dependencies: ["APIRuntime"],
            path: "Tests/SecuredAPI",
            plugins: ["HandingerGenerateClient"]
        ),
        .testTarget(
            name: "YAMLTests",
            dependencies: ["HandingerGeneratorDiagnostics", "HandingerGeneratorYAML"]
        ),
        .testTarget(
            name: "OpenAPITests",
            dependencies: ["HandingerGeneratorDiagnostics", "HandingerGeneratorOpenAPI", "HandingerGeneratorYAML"]
        ),
        .testTarget(
            name: "ModelTests",
            dependencies: [
                "HandingerGeneratorDiagnostics", "HandingerGeneratorModel", "HandingerGeneratorOpenAPI",
                "HandingerGeneratorYAML",
            ]
        ),
        .testTarget(
            name: "EmitterTests",
            dependencies: [
                "HandingerGeneratorDiagnostics", "HandingerGeneratorEmitter", "HandingerGeneratorModel",
                "HandingerGeneratorOpenAPI", "HandingerGeneratorYAML",
            ]
        ),
        .testTarget(
            name: "ChangesTests",
            dependencies: [
                "APIRuntime", "HandingerGeneratorChanges", "HandingerGeneratorDiagnostics",
                "HandingerGeneratorEmitter", "HandingerGeneratorModel", "HandingerGeneratorOpenAPI",
                "HandingerGeneratorYAML",
            ]
        ),
        .testTarget(name: "GenerateClientTests", dependencies: ["HandingerGeneratorTool"]),
        .testTarget(
            name: "APIRuntimeTests",
            dependencies: [
                "APIRuntime", "APIRuntimeTesting", "HandingerTestSupport", httpTypes, logging,
                .product(name: "InMemoryLogging", package: "swift-log"),
                observing("MetricsTestKit", "swift-metrics"),
                observing("InMemoryTracing", "swift-distributed-tracing"),
                observing("Tracing", "swift-distributed-tracing"),
            ]
        ),
        .testTarget(
            name: "URLSessionTransportTests",
            dependencies: ["APIRuntime", "HandingerTestSupport", httpTypes],
            swiftSettings: [.define("HANDINGER_URLSESSION", .when(platforms: [.linux]))]
        ),
        .testTarget(
            name: "HandingerTests",
            dependencies: [
                "APIRuntime", "APIRuntimeTesting", "Handinger", "HandingerServer", "HandingerTesting", logging,
            ]
        ),
        .testTarget(
            name: "HandingerTestingTests",
            dependencies: ["APIRuntime", "APIRuntimeTesting", "Handinger", "HandingerTesting"]
        ),
        .testTarget(
            name: "HandingerServerTests",
            dependencies: [
                "APIRuntime", "Handinger", "HandingerServer", "HandingerTestSupport", httpTypes, flyingSocks,
            ]
        ),
        .testTarget(
            name: "HandingerCLITests",
            dependencies: ["APIRuntime", "Handinger", "HandingerCLI", "HandingerServer", "HandingerTestSupport"]
        ),
        .testTarget(
            name: "FixtureAPITests",
            dependencies: ["APIRuntime", "APIRuntimeTesting", "HandingerFixtureAPI", "HandingerSecuredAPI"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

var common: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]
// CI sets this; as an unsafe flag it must never reach a package that depends on this one.
if Context.environment["HANDINGER_WARNINGS_AS_ERRORS"] != nil {
    common.append(.unsafeFlags(["-warnings-as-errors"]))
}
for target in package.targets where [.regular, .executable, .test].contains(target.type) {
    let isGenerator = target.path?.hasPrefix("Sources/Generator/") ?? false
    let imports: [SwiftSetting] = isGenerator ? [.enableUpcomingFeature("InternalImportsByDefault")] : []
    target.swiftSettings = (target.swiftSettings ?? []) + common + imports
}
