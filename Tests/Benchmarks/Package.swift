// swift-tools-version: 6.1
import PackageDescription

// Benchmarks, each compared with a lower bound: swift run -c release --package-path Tests/Benchmarks
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "handinger-swift", path: "../..")],
    targets: [
        .target(
            name: "Floors",
            linkerSettings: [
                .linkedLibrary("yaml"),
                // Links the library by its file name, so that no development files are needed.
                .linkedLibrary(":libcurl.so.4", .when(platforms: [.linux])),
            ]
        ),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Floors",
                .product(name: "APIRuntime", package: "handinger-swift"),
                .product(name: "Handinger", package: "handinger-swift"),
                .product(name: "HandingerServer", package: "handinger-swift"),
            ],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
