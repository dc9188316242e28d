import HandingerGeneratorPipeline

/// The generator as the build plugin runs it: every consumer compiles it, so there is nothing else in it.
@main
enum GenerateAtBuild {
    static func main() {
        GenerationTool.main()
    }
}
