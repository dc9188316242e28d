import HandingerGeneratorPipeline

/// The generator as the build plugin runs it, without subcommands, because every consumer compiles it.
@main
enum GenerateAtBuild {
    static func main() {
        GenerationTool.main()
    }
}
