#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

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
        _ = Array(message.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(1)
    }
    #endif
}
