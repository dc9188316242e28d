#if canImport(Glibc)
import APIRuntime
import Foundation

/// A TLS server in Python with a certificate from `openssl`; its JSON contains the number of connections.
final class TLSServer {
    let client: APIClient
    private let process: ServerProcess
    private let folder: URL

    /// - Throws: ``Problem`` if `openssl` or Python is missing.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let certificate = folder.appendingPathComponent("certificate.pem").path
        let key = folder.appendingPathComponent("key.pem").path
        let request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
        _ = try Subprocess.run(
            "/usr/bin/env",
            ["openssl"] + request.split(separator: " ").map(String.init)
                + ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]
        )
        process = try ServerProcess("/usr/bin/env", ["python3", "-c", Self.script, certificate, key])
        var configuration = CurlTransport.Configuration()
        configuration.certificateAuthorityFile = certificate
        client = try Server.client(
            baseURL: "https://127.0.0.1:\(process.port)",
            transport: CurlTransport(configuration: configuration)
        )
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    private static let script = """
        import http.server, json, ssl, sys, threading

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            connections = 0

            def setup(self):
                Handler.connections += 1
                super().setup()

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                body = {"id": "w_1", "name": "A worker", "count": Handler.connections, "isReady": True}
                text = json.dumps(body).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        print(server.server_address[1], flush=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()
        """
}
#endif
