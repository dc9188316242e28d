import APIRuntime

/// Prints the request of a dry run as an HTTP message or a curl command.
struct RequestPrinter {
    let port: OutputPort

    func print(_ request: CapturedRequest, as form: DryRunOptions.Form) throws {
        switch form {
        case .message: try printMessage(request)
        case .curl: try port.write(CurlCommand(request).text + "\n")
        }
    }

    private func printMessage(_ request: CapturedRequest) throws {
        let palette = port.palette
        var lines = ["\(palette.bold(request.head.method.rawValue)) \(request.url.terminalSafeLine)"]
        lines += request.fields.map { "\(palette.blue($0.name)): \($0.value.terminalSafeLine)" }
        if !request.body.isEmpty {
            lines.append("")
            lines.append(body(request.body))
        }
        try port.write(lines.joined(separator: "\n") + "\n")
    }

    private func body(_ bytes: [UInt8]) -> String {
        if let tree = try? JSONTree(parsing: bytes) {
            return JSONWriter(palette: port.palette, isIndented: true).text(of: tree)
        }
        return String(validating: bytes, as: UTF8.self)?.terminalSafe ?? "(\(bytes.count) bytes)"
    }
}
