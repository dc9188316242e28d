import HandingerGeneratorPipeline

/// The command-line tool: the generator with all subcommands.
@main
enum GenerateClient {
    static func main() {
        GenerationTool.main(["changes": ChangesCommand.self])
    }
}
