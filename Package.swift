// swift-tools-version: 6.1
import PackageDescription

var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]
// CI sets this; as an unsafe flag it must never reach a package that depends on this one.
if Context.environment["HANDINGER_WARNINGS_AS_ERRORS"] != nil {
    settings.append(.unsafeFlags(["-warnings-as-errors"]))
}

let generatorSettings = settings + [.enableUpcomingFeature("InternalImportsByDefault")]

/// The traits that bring a part of the package.
///
/// One trait alone is on by default, and none enables another: SwiftPM 6.3 writes the traits that are on into the
/// compiler's arguments in the order of a set, another in each run, and what has other arguments is compiled again.
enum Part {
    static let generateAtBuild: Set<String> = ["GenerateAtBuild", "Standard"]
    static let commandLine: Set<String> = ["CommandLine", "Standard"]
    static let server: Set<String> = ["CommandLine", "Server", "Standard"]
}
/// Says to the sources which of these parts are there.
let partSettings: [SwiftSetting] = [
    .define("Server", .when(traits: Part.server)),
    .define("CommandLine", .when(traits: Part.commandLine)),
]

/// What ObservabilityMiddleware needs; fetched and built only with its trait.
let observability: [Target.Dependency] = [
    ("Metrics", "swift-metrics"), ("Tracing", "swift-distributed-tracing"),
].map { .product(name: $0, package: $1, condition: .when(traits: ["Observability"])) }

/// What its tests need.
let observabilityTests: [Target.Dependency] = [
    ("MetricsTestKit", "swift-metrics"), ("InMemoryTracing", "swift-distributed-tracing"),
    ("Tracing", "swift-distributed-tracing"),
].map { .product(name: $0, package: $1, condition: .when(traits: ["Observability"])) }

let package = Package(
    name: "handinger-swift",
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
    products: [
        .library(name: "Handinger", targets: ["Handinger"]),
        .library(name: "APIRuntime", targets: ["APIRuntime"]),
        .library(name: "HandingerServer", targets: ["HandingerServer"]),
        .library(name: "HandingerTesting", targets: ["HandingerTesting"]),
        .executable(name: "handinger", targets: ["HandingerCLI"]),
        .executable(name: "generate-client", targets: ["generate-client"]),
        .plugin(name: "GenerateClient", targets: ["GenerateClient"]),
        .plugin(name: "APIChanges", targets: ["APIChanges"]),
        .plugin(name: "CheckSnapshot", targets: ["CheckSnapshot"]),
        .plugin(name: "RecordSnapshot", targets: ["RecordSnapshot"]),
    ],
    traits: [
        .trait(
            name: "Standard",
            description: "What most packages want: GenerateAtBuild, CommandLine and Server in one."
        ),
        .trait(name: "Server", description: "HandingerServer, the API in memory (fetches FlyingFox)."),
        .trait(
            name: "CommandLine",
            description: "The handinger command, and Server (fetches swift-argument-parser and FlyingFox)."
        ),
        .trait(
            name: "GenerateAtBuild",
            description:
                "Handinger is generated while you build (needs libyaml); without it, it is the recorded sources."
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
            name: "CLibYAML",
            pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
        ),
        .systemLibrary(name: "CMalloc"),
        .target(name: "Diagnostics", swiftSettings: generatorSettings),
        .target(name: "YAML", dependencies: ["CLibYAML", "Diagnostics"], swiftSettings: generatorSettings),
        .target(name: "OpenAPI", dependencies: ["Diagnostics", "YAML"], swiftSettings: generatorSettings),
        .target(
            name: "ClientModel",
            dependencies: ["Diagnostics", "OpenAPI", "YAML"],
            swiftSettings: generatorSettings
        ),
        .target(name: "ClientEmitter", dependencies: ["ClientModel", "Diagnostics"], swiftSettings: generatorSettings),
        .target(
            name: "ClientChanges",
            dependencies: ["ClientModel", "Diagnostics", "OpenAPI", "YAML"],
            swiftSettings: generatorSettings
        ),
        .target(
            name: "Generation",
            dependencies: ["CMalloc", "ClientEmitter", "ClientModel", "Diagnostics", "OpenAPI", "YAML"],
            swiftSettings: generatorSettings
        ),
        .executableTarget(name: "generate-at-build", dependencies: ["Generation"], swiftSettings: generatorSettings),
        .executableTarget(
            name: "generate-client",
            dependencies: ["ClientChanges", "ClientModel", "Diagnostics", "Generation", "OpenAPI"],
            swiftSettings: generatorSettings
        ),
        .plugin(
            name: "GenerateClient",
            capability: .buildTool(),
            // SwiftPM builds the tools of all plugins, used or not: without the trait there must be none.
            dependencies: [.target(name: "generate-at-build", condition: .when(traits: Part.generateAtBuild))]
        ),
        .plugin(
            name: "CheckSnapshot",
            capability: .command(
                intent: .custom(
                    verb: "check-snapshot",
                    description: "Compare spec/generated with what the document gives now."
                )
            ),
            dependencies: ["generate-at-build"]
        ),
        .plugin(
            name: "RecordSnapshot",
            capability: .command(
                intent: .custom(
                    verb: "record-snapshot",
                    description: "Write the generated sources to spec/generated."
                ),
                permissions: [.writeToPackageDirectory(reason: "Record the generated sources in spec/generated.")]
            ),
            dependencies: ["generate-at-build"]
        ),
        .plugin(
            name: "APIChanges",
            capability: .command(
                intent: .custom(
                    verb: "api-changes",
                    description: "What an edit of the OpenAPI document means for those who use the Swift client."
                )
            ),
            dependencies: ["generate-client"]
        ),

        // The runtime and the products.
        .systemLibrary(name: "CHandingerCurl", path: "Sources/CCurl"),
        .target(
            name: "APIRuntime",
            dependencies: [
                .target(name: "CHandingerCurl", condition: .when(platforms: [.linux])),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ] + observability,
            swiftSettings: settings
        ),
        .target(
            name: "HandingerGenerated",
            dependencies: ["APIRuntime"],
            exclude: ["generate-client.json"],
            swiftSettings: settings,
            plugins: ["GenerateClient"]
        ),
        .target(
            name: "Handinger",
            dependencies: [
                "APIRuntime",
                .target(name: "HandingerGenerated", condition: .when(traits: Part.generateAtBuild)),
            ],
            swiftSettings: settings + [.define("REEXPORTS_GENERATED", .when(traits: Part.generateAtBuild))]
        ),
        .target(
            name: "HandingerTesting",
            dependencies: ["APIRuntime", "Handinger"],
            swiftSettings: settings
        ),
        .target(
            name: "HandingerServer",
            dependencies: [
                "APIRuntime",
                "Handinger",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "FlyingSocks", package: "FlyingFox", condition: .when(traits: Part.server)),
            ],
            exclude: ["generate-client.json"],
            swiftSettings: settings + partSettings,
            plugins: ["GenerateClient"]
        ),
        .executableTarget(
            name: "HandingerCLI",
            dependencies: [
                "APIRuntime",
                "Diagnostics",
                "Handinger",
                "HandingerServer",
                "YAML",
                .product(
                    name: "ArgumentParser",
                    package: "swift-argument-parser",
                    condition: .when(traits: Part.commandLine)
                ),
            ],
            exclude: ["generate-client.json"],
            swiftSettings: settings + partSettings,
            plugins: ["GenerateClient"]
        ),

        // Tests: one target a module, a second generated API, and what the tests share.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        .testTarget(
            name: "YAMLTests",
            dependencies: ["Diagnostics", "YAML"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OpenAPITests",
            dependencies: ["Diagnostics", "OpenAPI", "YAML"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ClientModelTests",
            dependencies: ["ClientModel", "Diagnostics", "OpenAPI", "YAML"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ClientEmitterTests",
            dependencies: ["ClientEmitter", "ClientModel", "Diagnostics", "OpenAPI", "YAML"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ClientChangesTests",
            dependencies: [
                "APIRuntime", "ClientChanges", "ClientEmitter", "ClientModel", "Diagnostics", "OpenAPI", "YAML",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GenerateClientTests",
            dependencies: ["generate-client"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "APIRuntimeTests",
            dependencies: [
                "APIRuntime",
                "TestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "Logging", package: "swift-log"),
            ] + observabilityTests,
            swiftSettings: settings
        ),
        .testTarget(
            name: "URLSessionTransportTests",
            dependencies: ["APIRuntime", .product(name: "HTTPTypes", package: "swift-http-types")],
            swiftSettings: settings + [.define("HANDINGER_URLSESSION", .when(platforms: [.linux]))]
        ),
        .testTarget(
            name: "HandingerTests",
            dependencies: [
                "APIRuntime", "Handinger", "HandingerServer", "HandingerTesting",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HandingerTestingTests",
            dependencies: ["APIRuntime", "Handinger", "HandingerTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HandingerServerTests",
            dependencies: [
                "APIRuntime",
                "Handinger",
                "HandingerServer",
                "TestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "FlyingSocks", package: "FlyingFox", condition: .when(traits: Part.server)),
            ],
            swiftSettings: settings + partSettings
        ),
        .testTarget(
            name: "HandingerCLITests",
            dependencies: ["APIRuntime", "Handinger", "HandingerCLI", "HandingerServer", "TestSupport"],
            swiftSettings: settings + partSettings
        ),
        .target(
            name: "FixtureAPI",
            dependencies: ["APIRuntime"],
            path: "Tests/FixtureAPI",
            swiftSettings: settings,
            plugins: ["GenerateClient"]
        ),
        .target(
            name: "SecuredAPI",
            dependencies: ["APIRuntime"],
            path: "Tests/SecuredAPI",
            swiftSettings: settings,
            plugins: ["GenerateClient"]
        ),
        .testTarget(
            name: "FixtureAPITests",
            dependencies: ["APIRuntime", "FixtureAPI", "SecuredAPI"],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
