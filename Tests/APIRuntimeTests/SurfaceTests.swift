import APIRuntime
import Testing

@Test func sampleCompiles() throws {
    _ = try HandingerClient(apiKey: "k", baseURL: "http://localhost:1")
}
