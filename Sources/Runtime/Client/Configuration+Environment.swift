import HTTPTypes
import Logging

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension APIClient.Configuration {
    /// Adds the header fields of an environment variable, one `Name: value` per line. Fields set in code win.
    mutating func addHeadersOfEnvironment(_ variable: String) throws {
        guard let text = environment[variable] else { return }
        let own = Set(headers.keys.map { $0.lowercased() })
        let lines = text.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        for line in lines {
            let parts = Substring(line).split(atByte: ":", maxSplits: 1).map { String($0.trimmingWhitespace) }
            if parts == [""] { continue }
            guard parts.count == 2, HTTPField.Name(parts[0]) != nil else {
                throw APIError(
                    .configuration,
                    "The environment variable \(variable) has a line that is no 'Name: value'."
                )
            }
            if !own.contains(parts[0].lowercased()) { headers[parts[0]] = parts[1] }
        }
    }

    /// Sets a logger of the level in an environment variable, unless the program has set one.
    mutating func addLoggerOfEnvironment(_ variable: String, label: String) {
        guard logger == nil, let text = (environment[variable]?.trimmingWhitespace).map({ $0.lowercased() }),
            !text.isEmpty, text != "off", text != "none"
        else { return }
        var logger = Logger(label: label)
        logger.logLevel = Logger.Level(rawValue: text) ?? .info
        if Logger.Level(rawValue: text) == nil {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            logger.warning(
                "The environment variable \(variable) has no level that is known; it may be \(levels) or off."
            )
        }
        self.logger = logger
    }
}
