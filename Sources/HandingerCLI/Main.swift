import Foundation

@main
enum Main {
    #if CommandLine
    static func main() async {
        // A reader that goes away is an error of the write, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        let status = await CommandLineTool.run(Array(CommandLine.arguments.dropFirst()))
        exit(status.rawValue)
    }
    #else
    static func main() {
        let message = "This handinger was built without the package trait CommandLine, so it has no commands.\n"
        FileHandle.standardError.write(Data(message.utf8))
        exit(1)
    }
    #endif
}
