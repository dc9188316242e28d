import HandingerGeneratorPipeline

/// The generator on its own, with the commands that a build does without.
@main
enum GenerateClient {
    static func main() {
        GenerationTool.main(["changes": ChangesCommand.self])
    }
}
