// swift-tools-version: 6.2
import PackageDescription

// What a user's package looks like: it depends on this one and knows nothing of how it is made.
let package = Package(
    name: "Consumer",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "handinger-swift", path: "../..")],
    targets: [
        .executableTarget(
            name: "Consumer",
            dependencies: [
                "Notes",
                "Screen",
                .product(name: "Handinger", package: "handinger-swift"),
                .product(name: "HandingerServer", package: "handinger-swift"),
            ]
        ),
        .target(
            name: "Notes",
            dependencies: [.product(name: "APIRuntime", package: "handinger-swift")],
            swiftSettings: [.defaultIsolation(MainActor.self)],
            plugins: [.plugin(name: "GenerateClient", package: "handinger-swift")]
        ),
        .target(
            name: "Screen",
            dependencies: [.product(name: "Handinger", package: "handinger-swift")],
            swiftSettings: [.defaultIsolation(MainActor.self)]
        ),
    ]
)
