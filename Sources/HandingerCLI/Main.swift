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
    static func main() async {
        // Ignored, so that a write to a closed pipe fails with EPIPE instead of ending the process.
        signal(SIGPIPE, SIG_IGN)
        let status = await CommandLineTool.run(Array(CommandLine.arguments.dropFirst()))
        exit(status.rawValue)
    }
}
