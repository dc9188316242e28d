#if canImport(Glibc)
import Testing

@testable import APIRuntime

@Suite struct CurlLogLineTests {
    private static func read(_ text: String) -> CurlLogLine? {
        var text = text
        return text.withUTF8 { CurlLogLine(UnsafeRawBufferPointer($0)) }
    }

    /// Lines of libcurl 7.88 and 8.23.
    @Test func linesOfSeveralVersionsAreRead() {
        #expect(Self.read("Using Stream ID: 3 (easy handle 0x55f6311fc0c0)\n") == .streamOpened(3))
        #expect(Self.read("[HTTP/2] [13] OPENED stream for https://127.0.0.1:1/x\n") == .streamOpened(13))
        #expect(Self.read("recveived GOAWAY, error=0, last_stream=1\n") == .goAway(lastStream: 1))
        #expect(Self.read("received GOAWAY, error=2, last_stream=2147483647\n") == .goAway(lastStream: 2_147_483_647))
        #expect(Self.read("REFUSED_STREAM, retrying a fresh connect\n") == .streamRefused)
    }

    @Test(arguments: [
        "", "Using Stream ID: ", "Using Stream ID: x", "[HTTP/2] [] OPENED stream", "[HTTP/2] [1] [:method: GET]",
        "GOAWAY", "GOAWAY last_stream=99999999999999999999", "Connection died, retrying a fresh connect",
    ])
    func otherLinesSayNothing(text: String) {
        #expect(Self.read(text) == nil)
    }
}
#endif
